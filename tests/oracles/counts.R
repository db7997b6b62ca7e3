# Quantiles, interpolated median, skewness and Wilson's interval of unweighted answers.
# Prints JSON; `python -m nox -s oracles` stores it as counts.json.
# Needs psych, e1071 and jsonlite.
suppressPackageStartupMessages({
  library(psych)
  library(e1071)
  library(jsonlite)
})

tables <- list(
  published = c(20, 22, 6, 2, 1),
  halves = c(2, 0, 0, 2, 0),
  few = c(1, 2, 0, 4, 3),
  neighbours = c(0, 3, 3, 0, 0),
  ends = c(7, 0, 0, 0, 5),
  lone_level = c(0, 0, 9, 0, 0),
  three = c(1, 0, 1, 0, 1),
  skewed = c(41, 9, 3, 0, 2)
)

# It warns that the chi-squared test is approximate at small counts; only its interval is used.
wilson <- function(count, n, level) {
  suppressWarnings(prop.test(count, n, conf.level = level, correct = FALSE))$conf.int[1:2]
}

cat(toJSON(
  list(
    made_with = list(
      R = R.version.string, psych = as.character(packageVersion("psych")),
      e1071 = as.character(packageVersion("e1071"))
    ),
    tables = lapply(tables, function(counts) {
      answers <- rep(1:5, counts)
      list(
        counts = counts,
        mean = mean(answers), sd = sd(answers), se = sd(answers) / sqrt(length(answers)),
        interval = if (sd(answers) > 0) t.test(answers)$conf.int[1:2] else NULL,
        interval_90 = if (sd(answers) > 0) t.test(answers, conf.level = 0.9)$conf.int[1:2] else NULL,
        quantiles = unname(quantile(answers, c(0.25, 0.5, 0.75), type = 7)),
        interpolated_median = interp.median(answers),
        skewness = if (sd(answers) > 0) skewness(answers, type = 2) else NULL,
        wilson = lapply(counts, function(count) {
          wilson(count, length(answers), 0.95)
        }),
        wilson_80 = lapply(counts, function(count) {
          wilson(count, length(answers), 0.8)
        })
      )
    })
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null"
), "\n", sep = "")
