# Weighted means, their standard errors and weighted quantiles by R survey.
# Prints JSON; `python -m nox -s oracles` stores it as weighted.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

respondents <- data.frame(
  stratum = rep(c("first", "second", "third"), c(16, 12, 8)),
  ward = rep(c("east", "west", "east", "north", "west", "east"), 6),
  weight = c(
    1.2, 0.8, 2.5, 1.1, 0.4, 1.9, 3.3, 0.7, 1.0, 1.6, 2.2, 0.9, 1.4, 0.6, 2.8, 1.3,
    4.1, 2.7, 0.5, 3.9, 1.8, 2.1, 0.3, 1.5, 2.6, 3.4, 0.2, 1.7,
    5.2, 0.1, 2.9, 3.6, 4.4, 1.25, 0.75, 2.3
  ),
  heard = c(
    5, 4, NA, 3, 4, 5, 2, 1, 4, NA, 5, 3, 2, 4, 4, 5,
    1, 2, 2, NA, 3, 1, 4, 2, NA, 3, 2, 1,
    5, 5, 4, 3, NA, 5, 4, 5
  ),
  drained = c(
    1, 1, 2, 1, 3, 1, 1, 2, 5, 1, 2, 1, 1, 4, 1, 2,
    3, 3, 4, 5, 2, 3, NA, 4, 4, 5, 3, 2,
    1, 2, 1, 1, NA, 2, 1, 1
  )
)

# Degrees of freedom are those of the design of the answers.
degf_of <- function(design, item) degf(subset(design, !is.na(design$variables[[item]])))

mean_of <- function(design, item) {
  # `na.rm` makes the valid answers a domain of the design, as a subset does.
  found <- svymean(as.formula(paste0("~", item)), design, na.rm = TRUE, deff = "replace")
  list(
    mean = unname(coef(found)), se = as.numeric(SE(found)),
    design_effect = as.numeric(deff(found)), degf = degf_of(design, item)
  )
}

share_of <- function(design, item, level) {
  found <- svymean(as.formula(paste0("~I(", item, " == ", level, ")")), design, na.rm = TRUE)
  share <- unname(coef(found)[2])
  variance <- as.numeric(SE(found)[2])^2
  n <- sum(!is.na(design$variables[[item]]))
  # Korn and Graubard's effective sample size, which counts for no more than the answers, then
  # Wilson's interval on it.
  student <- qt(0.975, n - 1) / qt(0.975, degf_of(design, item))
  effective <- min(n, share * (1 - share) / variance * student^2)
  # A stratum without spread adds nothing to the error: no larger than Kish's then.
  valid <- subset(design, !is.na(design$variables[[item]]) & weights(design) > 0)
  weight <- weights(valid)
  kinds <- tapply(valid$variables[[item]] == level, valid$strata[, 1], function(v) length(unique(v)))
  kinds <- kinds[!is.na(kinds)]
  if (length(kinds) > 1 && any(kinds == 1)) {
    effective <- min(effective, sum(weight)^2 / sum(weight^2))
  }
  bounds <- prop.test(share * effective, effective, correct = FALSE)$conf.int
  list(level = level, share = share, se = sqrt(variance), low = bounds[1], high = bounds[2])
}

quantiles_of <- function(design, item) {
  found <- svyquantile(
    as.formula(paste0("~", item)), design, c(0.25, 0.5, 0.75),
    na.rm = TRUE, qrule = "hf2", ci = FALSE
  )
  as.numeric(found[[item]])
}

summary_of <- function(design) {
  items <- c("heard", "drained")
  found <- lapply(items, function(item) {
    c(
      mean_of(design, item),
      list(
        shares = lapply(1:5, function(level) share_of(design, item, level)),
        quantiles = quantiles_of(design, item)
      )
    )
  })
  setNames(found, items)
}

simple <- svydesign(ids = ~1, weights = ~weight, data = respondents)
stratified <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = respondents)
equal <- svydesign(ids = ~1, strata = ~stratum, weights = ~ rep(2.5, 36), data = respondents)

# A subset keeps the strata's full sizes, so its own size is random; degf is that of its answers.
domains <- lapply(c(east = "east", north = "north", west = "west"), function(ward) {
  found <- lapply(c(heard = "heard", drained = "drained"), function(item) {
    part <- respondents$ward == ward
    mean_of(subset(stratified, part), item)
  })
  by <- svyby(~heard, ~ward, stratified, svymean, na.rm = TRUE)
  found$heard$svyby_se <- SE(by)[by$ward == ward]
  found
})

zeros <- transform(respondents, weight = ifelse(seq_along(weight) %% 9 == 0, 0, weight))
with_zeros <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = zeros)

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = respondents,
    weighted = summary_of(simple),
    stratified = summary_of(stratified),
    equal_weights = lapply(
      c(heard = "heard", drained = "drained"), function(item) mean_of(equal, item)
    ),
    domains = domains,
    zero_weights = lapply(
      c(heard = "heard", drained = "drained"), function(item) mean_of(with_zeros, item)
    ),
    zero_weight_rows = which(zeros$weight == 0) - 1
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
