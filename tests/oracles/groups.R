# Comparisons of independent groups, and Friedman's test, by coin and base R.
# Prints JSON; `python -m nox -s oracles` stores it as groups.json. Needs coin, survey and jsonlite.
suppressPackageStartupMessages({
  library(coin)
  library(survey)
  library(jsonlite)
})

set.seed(20251)
levels <- 1:5
quiet <- suppressWarnings

spread_out <- function(counts) rep(levels, counts)

drawn <- function(n) tabulate(sample(levels, n, TRUE, prob = rexp(5)), 5)

# coin's exact distribution by its shift algorithm, which knows ties.
rank_sum <- function(first, second) {
  x <- c(spread_out(first), spread_out(second))
  g <- factor(rep(c("first", "second"), c(sum(first), sum(second))), levels = c("first", "second"))
  exact <- function(alternative) {
    as.numeric(pvalue(wilcox_test(x ~ g, distribution = "exact", alternative = alternative)))
  }
  asymptotic <- wilcox_test(x ~ g)
  welch <- t.test(x[g == "first"], x[g == "second"])
  scores <- independence_test(x ~ g, teststat = "quadratic")
  trend_exact <- function(alternative) {
    as.numeric(pvalue(independence_test(
      x ~ g, teststat = "scalar", distribution = "exact", alternative = alternative
    )))
  }
  list(
    first = first, second = second,
    u = as.numeric(quiet(wilcox.test(x[g == "first"], x[g == "second"], exact = FALSE))$statistic),
    exact = list(two_sided = exact("two.sided"), greater = exact("greater"), less = exact("less")),
    z = as.numeric(statistic(asymptotic)), asymptotic = as.numeric(pvalue(asymptotic)),
    welch = list(
      statistic = as.numeric(welch$statistic), df = as.numeric(welch$parameter),
      pvalue = welch$p.value, low = welch$conf.int[1], high = welch$conf.int[2]
    ),
    trend = list(
      statistic = as.numeric(statistic(scores)), pvalue = as.numeric(pvalue(scores)),
      exact = list(
        two_sided = trend_exact("two.sided"), greater = trend_exact("greater"),
        less = trend_exact("less")
      )
    )
  )
}

tables <- c(
  lapply(rep(c(4, 7, 12, 25, 60), each = 4), function(n) list(drawn(n), drawn(n + sample(0:9, 1)))),
  # No overlap, little overlap, one answer, two levels.
  list(
    list(c(9, 4, 0, 0, 0), c(0, 0, 3, 2, 8)), list(c(40, 9, 1, 0, 0), c(0, 2, 7, 30, 20)),
    list(c(0, 0, 1, 0, 0), c(3, 2, 4, 0, 5)), list(c(0, 8, 0, 5, 0), c(0, 3, 0, 9, 0))
  )
)
usable <- Filter(function(one) {
  all(sapply(one, function(counts) sum(counts > 0) > 1)) || sum(one[[1]]) == 1
}, tables)
two_groups <- lapply(usable, function(one) {
  if (sum(one[[1]]) > 1) return(rank_sum(one[[1]], one[[2]]))
  x <- c(spread_out(one[[1]]), spread_out(one[[2]]))
  g <- factor(c("first", rep("second", sum(one[[2]]))))
  exact <- function(alternative) {
    as.numeric(pvalue(wilcox_test(x ~ g, distribution = "exact", alternative = alternative)))
  }
  list(
    first = one[[1]], second = one[[2]],
    exact = list(two_sided = exact("two.sided"), greater = exact("greater"), less = exact("less"))
  )
})

several <- lapply(list(c(8, 9, 10), c(20, 15, 30), c(12, 30, 8), c(50, 60, 40, 20), c(5, 5)), function(sizes) {
  groups <- lapply(sizes, drawn)
  x <- unlist(lapply(groups, spread_out))
  place <- rep(seq_along(sizes), sizes)
  g <- factor(place)
  kruskal <- kruskal_test(x ~ g)
  ordered_trend <- independence_test(x ~ place, teststat = "quadratic")
  lbl <- lbl_test(table(factor(place, ordered = TRUE), factor(x, levels = levels, ordered = TRUE)))
  welch <- tryCatch(oneway.test(x ~ g), error = function(e) NULL)
  list(
    groups = groups,
    kruskal = list(
      statistic = as.numeric(statistic(kruskal)), pvalue = as.numeric(pvalue(kruskal)),
      base = as.numeric(kruskal.test(x, g)$p.value)
    ),
    trend = list(
      statistic = as.numeric(statistic(ordered_trend)), pvalue = as.numeric(pvalue(ordered_trend)),
      lbl = as.numeric(statistic(lbl)), correlation = cor(x, place)
    ),
    welch = list(
      statistic = as.numeric(welch$statistic), df = as.numeric(welch$parameter[1]),
      df_within = as.numeric(welch$parameter[2]), pvalue = welch$p.value
    )
  )
})

friedman_cases <- lapply(list(c(6, 3), c(15, 4), c(40, 3), c(9, 5)), function(size) {
  n <- size[1]
  k <- size[2]
  person <- sample(1:3, n, TRUE)
  scores <- matrix(pmin(5, pmax(1, person + sample(0:2, n * k, TRUE))), n, k)
  long <- data.frame(
    y = as.vector(scores), condition = factor(rep(seq_len(k), each = n)),
    who = factor(rep(seq_len(n), k))
  )
  by_coin <- friedman_test(y ~ condition | who, data = long)
  base <- friedman.test(scores)
  list(
    scores = scores, coin = as.numeric(statistic(by_coin)), coin_pvalue = as.numeric(pvalue(by_coin)),
    statistic = as.numeric(base$statistic), df = as.numeric(base$parameter), pvalue = base$p.value
  )
})

families <- lapply(list(
  c(0.01, 0.04, 0.03, 0.005), c(0.5, 0.5, 0.5), c(0.2, 0.01, 0.01, 0.9, 0.04, 0.049, 1), 0.03
), function(p) {
  list(
    pvalues = I(p), holm = I(p.adjust(p, "holm")), benjamini_hochberg = I(p.adjust(p, "BH")),
    bonferroni = I(p.adjust(p, "bonferroni")), none = I(p.adjust(p, "none"))
  )
})

# Differences of weighted means of domains, with what the two have in common.
n <- 48
people <- data.frame(
  stratum = rep(c("a", "b", "c"), c(18, 16, 14)),
  school = rep(1:12, each = 4),
  weight = round(runif(n, 0.5, 4), 2),
  ward = sample(c("east", "west", "north"), n, TRUE),
  clear = sample(1:5, n, TRUE)
)
people$clear[c(3, 20, 41)] <- NA
people$school <- paste0(people$stratum, match(people$school, unique(people$school)))
designs <- list(
  weighted = svydesign(~1, weights = ~weight, data = people),
  stratified = svydesign(~1, strata = ~stratum, weights = ~weight, data = people),
  clustered = svydesign(~school, strata = ~stratum, weights = ~weight, data = people, nest = TRUE),
  plain_clusters = svydesign(~school, weights = rep(1, n), data = people)
)
designed <- lapply(designs, function(design) {
  # Who gave no answer is outside the domains, and stays in the design.
  valid <- subset(design, !is.na(clear))
  means <- svyby(~clear, ~ward, valid, svymean, covmat = TRUE)
  difference <- svycontrast(means, c(east = 1, west = -1))
  fit <- svyglm(clear ~ ward, design = subset(valid, ward != "north"))
  wald <- regTermTest(svyglm(clear ~ ward, design = valid), ~ward)
  list(
    difference = as.numeric(coef(difference)), se = as.numeric(SE(difference)),
    glm = -as.numeric(coef(fit)[2]), glm_se = as.numeric(SE(fit)[2]), degf = degf(design),
    degf_pair = degf(subset(valid, ward != "north")), degf_valid = degf(valid),
    wald = as.numeric(wald$Ftest)
  )
})

# Few people in several groups: by random tables, for coin has no exact distribution of these.
n_drawn <- 200000
few <- lapply(list(c(2, 2, 2), c(3, 4, 3), c(2, 3, 2, 3), c(5, 6, 4), c(1, 5, 5)), function(sizes) {
  groups <- lapply(sizes, drawn)
  x <- unlist(lapply(groups, spread_out))
  place <- rep(seq_along(sizes), sizes)
  chance <- approximate(nresample = n_drawn)
  list(
    groups = groups, n_drawn = n_drawn,
    kruskal = as.numeric(pvalue(kruskal_test(x ~ factor(place), distribution = chance))),
    trend = as.numeric(pvalue(independence_test(
      x ~ place, teststat = "quadratic", distribution = chance
    )))
  )
})

cat(toJSON(list(
  versions = list(
    R = as.character(getRversion()), coin = as.character(packageVersion("coin")),
    survey = as.character(packageVersion("survey"))
  ),
  two_groups = two_groups, several = several, friedman = friedman_cases, families = families,
  people = people, designed = designed, few = few
), digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE, dataframe = "columns"
), "\n", sep = "")
