# Mean scores of items with gaps: psych, coin, survey and base R on the scores.
# Prints JSON; `python -m nox -s oracles` stores it as scores.json. Needs psych, coin, survey and
# jsonlite.
suppressPackageStartupMessages({
  library(psych)
  library(coin)
  library(survey)
  library(jsonlite)
})

set.seed(41)
n <- 48
items <- paste0("q", 1:5)
answers <- function(shift) {
  trait <- rnorm(n)
  rows <- sapply(items, function(item) {
    raw <- trait * (if (item == "q2") -1 else 1) + rnorm(n)
    pmin(5, pmax(1, round(3 + (if (item == "q2") -shift else shift) + raw)))
  })
  rows[matrix(runif(n * 5) < .2, n)] <- NA
  rows
}
sides <- list(pre = answers(0), post = answers(.5))
group <- rep(c("x", "y", "x"), length.out = n)
stratum <- rep(c("a", "b"), c(20, 28))
weight <- sample(1:4, n, TRUE)

# The mean of the items answered, where at least 3 of 5 are; q2 is reversed.
score <- function(rows) {
  rows[, "q2"] <- 6 - rows[, "q2"]
  ifelse(rowSums(!is.na(rows)) >= 3, rowMeans(rows, na.rm = TRUE), NA)
}
scores <- lapply(sides, score)
# Whole numbers of 1/60, so that ranks keep the ties that thirds and fifths lose.
whole <- lapply(scores, function(x) round(60 * x))
change <- whole$post - whole$pre
keep <- !is.na(change)
exact <- function(formula, data, ...) {
  as.numeric(pvalue(wilcox_test(formula, data = data, distribution = "exact", ...)))
}
psych_scores <- function(rows) {
  keys <- list(all = c("q1", "-q2", "q3", "q4", "q5"))
  made <- suppressWarnings(scoreItems(keys, rows, missing = TRUE, impute = "none", min = 1, max = 5))
  as.numeric(made$scores)
}
data <- data.frame(
  score = scores$pre, whole = whole$pre, group = factor(group), stratum = stratum, weight = weight
)
design <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = data)
of_all <- svymean(~score, design, na.rm = TRUE)
by_group <- svyby(~score, ~group, design, svymean, na.rm = TRUE)
changes <- data.frame(change = change[keep], group = factor(group[keep]))
welch <- t.test(change / 60 ~ group, data = changes)
signs <- wilcoxsign_test(
  post ~ pre, data = data.frame(post = whole$post[keep], pre = whole$pre[keep]),
  distribution = "exact", zero.method = "Pratt"
)
versions <- lapply(
  c(psych = "psych", coin = "coin", survey = "survey"), function(x) as.character(packageVersion(x))
)
suppressWarnings(cat(toJSON(list(
  versions = c(list(R = as.character(getRversion())), versions),
  pre = sides$pre, post = sides$post, group = group, stratum = stratum, weight = weight,
  psych = lapply(sides, psych_scores),
  scores = scores,
  signed_ranks = as.numeric(pvalue(signs)),
  rank_sum = exact(whole ~ group, data[!is.na(data$whole), ]),
  change_rank_sum = exact(change ~ group, changes),
  change_t = list(
    difference = as.numeric(welch$estimate[1] - welch$estimate[2]), df = as.numeric(welch$parameter),
    pvalue = welch$p.value, low = welch$conf.int[1], high = welch$conf.int[2]
  ),
  svymean = list(mean = as.numeric(coef(of_all)), se = as.numeric(SE(of_all))),
  svyby = list(
    group = as.character(by_group$group), mean = by_group$score, se = as.numeric(SE(by_group))
  )
), digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"), "\n", sep = ""))
