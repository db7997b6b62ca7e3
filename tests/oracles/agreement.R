# Intraclass correlations and kappas by psych; test and retest, and Krippendorff's alpha of sets of
# codes, by plain R from the rows.
# Prints JSON; `python -m nox -s oracles` stores it as agreement.json. Needs psych and jsonlite.
suppressPackageStartupMessages({
  library(psych)
  library(jsonlite)
})

# Shrout and Fleiss (1979), table 2: six targets, four judges.
judges <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7),
  ncol = 4, byrow = TRUE
)
set.seed(19)
trait <- rnorm(31)
rated <- function(shift = 0, noise = 0.8) {
  pmin(5, pmax(1, round(3 + trait + shift + rnorm(31, 0, noise))))
}
three <- cbind(rated(), rated(0.5), rated(-0.3, 1.2))

iccs <- function(scores, alpha) {
  # Mean squares by aov, as the scores are complete.
  table <- suppressMessages(suppressWarnings(ICC(scores, alpha = alpha, lmer = FALSE)$results))
  row <- function(type) {
    found <- table[table$type == type, ]
    list(estimate = found$ICC, low = found[["lower bound"]], high = found[["upper bound"]])
  }
  list(
    level = 1 - alpha,
    agreement = row("ICC2"), agreement_average = row("ICC2k"),
    consistency = row("ICC3"), consistency_average = row("ICC3k")
  )
}

kappas <- function(first, second) {
  table <- table(factor(first, 1:5), factor(second, 1:5))
  squares <- outer(1:5, 1:5, function(i, j) 1 - (i - j)^2 / 16)
  lines <- outer(1:5, 1:5, function(i, j) 1 - abs(i - j) / 4)
  plain <- cohen.kappa(unclass(table))
  list(
    table = unclass(table),
    kappa = plain$kappa,
    se = sqrt(plain$var.kappa),
    linear = cohen.kappa(unclass(table), w = lines)$weighted.kappa,
    quadratic = cohen.kappa(unclass(table), w = squares)$weighted.kappa
  )
}

retest <- function(first, second) {
  change <- first - second
  r <- cor.test(first, second)
  shift <- t.test(change)
  error <- sd(change) / sqrt(2)
  list(
    correlation = unname(r$estimate), correlation_low = r$conf.int[1],
    correlation_high = r$conf.int[2],
    standard_error_of_measurement = error,
    minimal_detectable_change = qnorm(0.975) * sqrt(2) * error,
    mean_change = mean(change), mean_change_low = shift$conf.int[1],
    mean_change_high = shift$conf.int[2],
    standardized_response_mean = mean(change) / sd(change)
  )
}

# Two coders, four codes, 12 texts: alpha from every two codings, by the distance of their sets.
ann <- matrix(rbinom(48, 1, 0.4), ncol = 4)
ben <- ifelse(matrix(runif(48), ncol = 4) < 0.7, ann, 1 - ann)
distance <- function(a, b, masi) {
  both <- sum(a & b)
  either <- sum(a | b)
  if (either == 0) return(0)
  factor <- if (!masi) 1 else if (both == either) 1 else if (both == min(sum(a), sum(b))) 2 / 3 else 1 / 3
  1 - factor * both / either
}
alpha_of_sets <- function(masi) {
  within <- mean(sapply(1:12, function(i) distance(ann[i, ], ben[i, ], masi)))
  all <- rbind(ann, ben)
  apart <- outer(1:24, 1:24, Vectorize(function(i, j) distance(all[i, ], all[j, ], masi)))
  1 - within / (sum(apart) / (24 * 23))
}

cat(toJSON(
  list(
    made_with = list(R = R.version.string, psych = as.character(packageVersion("psych"))),
    judges = judges,
    three = three,
    icc_judges = iccs(judges, .05),
    icc_three = iccs(three, .10),
    icc_two = iccs(three[, 1:2], .05),
    kappas = kappas(three[, 1], three[, 3]),
    retest = retest(three[, 2], three[, 1]),
    ann = ann,
    ben = ben,
    masi = alpha_of_sets(TRUE),
    jaccard = alpha_of_sets(FALSE)
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE
), "\n", sep = "")
