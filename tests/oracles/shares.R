# Proportions of the top box compared between groups, and ranks of weighted answers.
# Prints JSON; `python -m nox -s oracles` stores it as shares.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

set.seed(20)
quiet <- suppressWarnings

# A row: in the box and answers of the first group, the same of the second.
tables <- list(c(9, 10, 3, 10), c(56, 70, 48, 80), c(5, 56, 0, 29), c(1, 3, 2, 4), c(350, 400, 20, 450))
of_two <- function(x) {
  table <- matrix(c(x[1], x[2] - x[1], x[3], x[4] - x[3]), 2)
  exact <- function(alternative) fisher.test(table, alternative = alternative)$p.value
  test <- quiet(prop.test(x[c(1, 3)], x[c(2, 4)], correct = FALSE))
  one_sided <- quiet(prop.test(x[c(1, 3)], x[c(2, 4)], alternative = "greater", correct = FALSE))
  list(
    counts = x, chi_square = as.numeric(test$statistic), pvalue = test$p.value,
    greater = one_sided$p.value,
    fisher = list(
      two_sided = exact("two.sided"), less = exact("less"), greater = exact("greater")
    )
  )
}
several <- list(inside = c(12, 20, 31), n = c(40, 50, 45))
of_several <- quiet(prop.test(several$inside, several$n, correct = FALSE))

# Each respondent stands again, with the same weight, at the other end of the file: `svyranktest`
# ranks equal answers by the order of their rows, and so gives them their mean rank. Both are in
# "north", or neither.
n <- 45
once <- data.frame(
  who = seq_len(n),
  stratum = rep(c("hills", "river", "moor"), c(18, 15, 12)),
  weight = round(runif(n, 0.5, 4), 2),
  clear = sample(1:5, n, TRUE)
)
people <- rbind(once, once[rev(seq_len(n)), ])
rownames(people) <- NULL
people$who <- seq_len(2 * n)
north <- rbinom(n, 1, 1 / 3)
people$ward <- ifelse(c(north, rev(north)) == 1, "north", sample(c("east", "west"), 2 * n, TRUE))
people$school <- paste0(people$stratum, sample(1:5, 2 * n, TRUE))
people$clear[c(3, 2 * n - 2)] <- NA
sizes <- c(hills = 90, river = 60, moor = 40)
schools <- c(hills = 12, river = 9, moor = 7)
people$n_people <- sizes[people$stratum]
people$n_schools <- schools[people$stratum]
people$top <- as.numeric(people$clear >= 4)
designs <- list(
  weight = svydesign(~1, weights = ~weight, data = people),
  stratum = svydesign(~1, strata = ~stratum, weights = ~weight, data = people),
  cluster = svydesign(~school, strata = ~stratum, weights = ~weight, data = people),
  people = svydesign(~1, strata = ~stratum, weights = ~weight, fpc = ~n_people, data = people),
  schools = svydesign(
    ~school, strata = ~stratum, weights = ~weight, fpc = ~n_schools, data = people
  )
)

of_design <- function(design) {
  valid <- subset(design, !is.na(clear))
  both <- subset(valid, ward %in% c("east", "west"))
  apart <- svyby(~top, ~ward, both, svymean, covmat = TRUE)
  contrast <- svycontrast(apart, c(east = 1, west = -1))
  all <- svyby(~top, ~ward, valid, svymean, covmat = TRUE)
  differences <- rbind(c(1, 0, -1), c(0, 1, -1)) %*% coef(all)
  rows <- rbind(c(1, 0, -1), c(0, 1, -1))
  wald <- t(differences) %*% solve(rows %*% vcov(all) %*% t(rows), differences) / 2
  both$variables$ward <- factor(both$variables$ward, levels = c("west", "east"))
  ranks <- svyranktest(clear ~ ward, both, test = "wilcoxon")
  ranks_of_all <- svyranktest(clear ~ ward, valid, test = "KruskalWallis")
  list(
    proportions = as.numeric(coef(apart)), se = as.numeric(SE(apart)),
    covariance = vcov(apart)[1, 2],
    df_each = sapply(c("east", "west"), function(one) degf(subset(valid, ward == one))),
    difference = as.numeric(coef(contrast)), se_difference = as.numeric(SE(contrast)),
    df = degf(both), wald = as.numeric(wald), df_of_all = degf(valid),
    ranks = list(
      estimate = as.numeric(ranks$estimate), statistic = as.numeric(ranks$statistic),
      df = as.numeric(ranks$parameter), pvalue = as.numeric(ranks$p.value)
    ),
    # The names of the two are exchanged in the result of survey 4.1.
    ranks_of_all = list(
      chi_square = as.numeric(ranks_of_all$parameter), df = as.numeric(ranks_of_all$statistic),
      ddf = as.numeric(ranks_of_all$ddf), pvalue = as.numeric(ranks_of_all$p.value)
    )
  )
}

# The same answers in another order have another p-value there, and none here.
sorted <- people[order(people$weight), ]
two <- function(data) {
  design <- svydesign(~1, weights = ~weight, data = data)
  as.numeric(svyranktest(clear ~ ward, subset(design, ward %in% c("east", "west")))$p.value)
}

# Two conditions, in which some of the same people answered: clustered by respondent.
twice <- rbind(
  data.frame(who = 1:30, when = "pre", clear = sample(1:5, 30, TRUE), weight = once$weight[1:30]),
  data.frame(who = 11:45, when = "post", clear = sample(2:5, 35, TRUE), weight = once$weight[11:45])
)
twice$top <- as.numeric(twice$clear >= 4)
linked <- svydesign(~who, weights = ~weight, data = twice)
by_condition <- svyby(~top, ~when, linked, svymean, covmat = TRUE)
of_conditions <- svycontrast(by_condition, c(post = 1, pre = -1))

cat(toJSON(
  list(
    versions = list(
      R = as.character(getRversion()), survey = as.character(packageVersion("survey"))
    ),
    tables = lapply(tables, of_two),
    several = list(
      inside = several$inside, n = several$n, chi_square = as.numeric(of_several$statistic),
      df = as.numeric(of_several$parameter), pvalue = of_several$p.value
    ),
    people = people[c("who", "stratum", "school", "ward", "weight", "clear")],
    sizes = as.list(sizes), schools = as.list(schools),
    designs = lapply(designs, of_design),
    by_order = list(as_is = two(people), sorted = two(sorted)),
    twice = twice[c("who", "when", "weight", "clear")],
    conditions = list(
      difference = as.numeric(coef(of_conditions)), se = as.numeric(SE(of_conditions)),
      df = degf(linked)
    )
  ),
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE, dataframe = "columns"
), "\n", sep = "")
