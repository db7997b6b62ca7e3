# Weighted proportions with the intervals of R survey (svyciprop), and of base R.
# Prints JSON; `python -m nox -s oracles` stores it as proportions.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

respondents <- data.frame(
  stratum = rep(c("first", "second"), c(14, 10)),
  weight = c(
    1.4, 0.6, 2.1, 1.7, 0.9, 3.2, 1.1, 0.8, 2.6, 1.3, 0.7, 1.9, 2.4, 1.2,
    3.1, 0.5, 1.6, 2.2, 4.0, 0.9, 1.8, 2.7, 1.1, 0.4
  ),
  clear = c(5, 4, 4, 3, 2, 5, 4, 2, 4, 5, 5, 4, 1, 4, 3, 5, 4, 2, 4, 5, 2, 4, 5, 5),
  heard = c(5, 4, 4, 3, NA, 5, 4, 2, 4, 5, 5, 4, 1, 4, 3, 5, 4, NA, 4, 5, 2, 4, 5, 5),
  agreed = c(5, 5, 5, 5, NA, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, NA, 5, 5, 5, 5, 5, 5)
)

# The degrees of freedom are those of the design of the answers, as everywhere here.  svyciprop takes
# them for the logit, and has the same for the beta interval.
interval_of <- function(design, item, level, method, which = "==") {
  valid <- subset(design, !is.na(design$variables[[item]]))
  formula <- as.formula(paste0("~I(", item, " ", which, " ", level, ")"))
  found <- suppressWarnings(tryCatch(
    as.numeric(confint(svyciprop(formula, valid, method = method, df = degf(valid)))),
    error = function(e) c(NaN, NaN)
  ))
  # What R cannot compute is NaN, which JSON writes as a text.
  list(item = item, level = level, method = method, low = found[1], high = found[2])
}

designs <- list(
  weighted = svydesign(~1, weights = ~weight, data = respondents),
  stratified = svydesign(~1, strata = ~stratum, weights = ~weight, data = respondents)
)

of_design <- function(design) {
  cases <- expand.grid(level = c(2, 4, 5), method = c("beta", "logit"), stringsAsFactors = FALSE)
  found <- lapply(seq_len(nrow(cases)), function(k) {
    interval_of(design, "heard", cases$level[k], cases$method[k])
  })
  ends <- lapply(c("beta", "logit"), function(method) interval_of(design, "agreed", 5, method))
  complete <- lapply(seq_len(nrow(cases)), function(k) {
    interval_of(design, "clear", cases$level[k], cases$method[k])
  })
  below <- lapply(1:4, function(level) interval_of(design, "clear", level, "beta", "<="))
  list(
    heard = Filter(function(one) one$method == "logit", found), clear = complete, agreed = ends,
    below = below
  )
}

plain <- lapply(list(c(0, 9), c(1, 9), c(7, 20), c(20, 20)), function(case) {
  x <- case[1]
  n <- case[2]
  exact <- binom.test(x, n)$conf.int
  wilson <- suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
  list(
    count = x, n = n, clopper_pearson = exact[1:2], wilson = wilson[1:2],
    jeffreys = qbeta(c(0.025, 0.975), x + 0.5, n - x + 0.5)
  )
})

goodman <- function(counts) {
  n <- sum(counts)
  b <- qchisq(1 - 0.05 / length(counts), 1)
  half <- sqrt(b * (b + 4 * counts * (n - counts) / n))
  list(
    counts = counts, low = (b + 2 * counts - half) / (2 * (n + b)),
    high = (b + 2 * counts + half) / (2 * (n + b))
  )
}

cat(toJSON(list(
  respondents = respondents, designs = lapply(designs, of_design), plain = plain,
  goodman = goodman(c(2, 5, 9, 20, 14))
), digits = NA, auto_unbox = TRUE, na = "string", pretty = TRUE, dataframe = "columns"
), "\n", sep = "")
