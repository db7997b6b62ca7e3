# Means of paired differences, and of their signs, inside a sampling design by R survey.
# Prints JSON; `python -m nox -s oracles` stores it as paired_designs.json.
# Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

# Some answered under one condition only; nobody of `cliff` is in the `north`.
respondents <- data.frame(
  stratum = rep(c("hills", "river", "moor", "cliff"), c(13, 11, 9, 5)),
  # The last respondent is a stratum of one; two districts are strata of one school.
  lone = rep(c("hills", "river", "moor", "cliff", "solo"), c(13, 11, 9, 4, 1)),
  school = rep(
    c("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), c(5, 4, 4, 7, 4, 3, 3, 3, 2, 3)
  ),
  district = rep(c("hills", "river", "dale", "moor", "cliff"), c(13, 7, 4, 9, 5)),
  ward = c(
    "east", "west", "east", "north", "west", "east", "east", "west", "north", "east", "west",
    "north", "east",
    "west", "east", "north", "west", "east", "west", "east", "north", "east", "west", "north",
    "east", "west", "east", "west", "north", "east", "west", "east", "west",
    "east", "west", "east", "west", "east"
  ),
  weight = c(
    1.2, 0.8, 2.5, 1.1, 0.4, 1.9, 3.3, 0.7, 1.0, 1.6, 2.2, 0.9, 1.4,
    4.1, 2.7, 0.5, 3.9, 1.8, 2.1, 0.3, 1.5, 2.6, 3.4, 0.2,
    5.2, 0.1, 2.9, 3.6, 4.4, 1.25, 0.75, 2.3, 1.75,
    3.1, 1.45, 0.65, 2.15, 1.9
  ),
  # Nobody counts in school `d`, and not everybody elsewhere.
  zero = c(
    1, 0, 2, 1, 1, 2, 0, 1, 1, 0, 2, 1, 1,
    0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 2,
    3, 1, 2, 0, 1, 0, 1, 2, 1,
    3, 1, 0, 2, 1
  ),
  before = c(
    5, 4, NA, 3, 4, 5, 2, 1, 4, NA, 5, 3, 2,
    1, 2, 2, NA, 3, 1, 4, 2, 5, 3, 2,
    5, NA, 4, 3, 5, 4, 5, 2, NA,
    2, 3, 1, 4, 5
  ),
  after = c(
    4, 4, 2, 1, 5, 3, 2, 2, NA, 3, 3, 3, 1,
    1, 1, NA, 2, 4, 2, 2, 1, 5, 1, 3,
    2, 3, 4, 1, NA, 4, 3, 2, NA,
    3, 1, 1, 2, 2
  )
)
given <- respondents
respondents$difference <- respondents$before - respondents$after
respondents$sign <- sign(respondents$difference)

# Degrees of freedom are those of the pairs: the units that hold one, less the strata that do.
summary_of <- function(design) {
  paired <- subset(design, !is.na(difference))
  found <- svymean(~difference, paired)
  sign <- svymean(~sign, paired)
  ends <- as.numeric(confint(found, df = degf(paired)))
  list(
    mean = unname(coef(found)), se = as.numeric(SE(found)), degf = degf(paired),
    low = ends[1], high = ends[2],
    pvalue = 2 * pt(-abs(unname(coef(found)) / as.numeric(SE(found))), degf(paired)),
    sign = unname(coef(sign)), sign_se = as.numeric(SE(sign)),
    n = sum(!is.na(paired$variables$difference) & weights(paired) > 0)
  )
}

wards <- c(east = "east", west = "west", north = "north")
whole_and_wards <- function(design) {
  parts <- lapply(wards, function(name) summary_of(subset(design, ward == name)))
  c(list(whole = summary_of(design)), parts)
}
by_rule <- function(design) {
  rules <- c(certainty = "certainty", adjust = "adjust", average = "average")
  lapply(rules, function(rule) {
    options(survey.lonely.psu = rule)
    whole_and_wards(design)
  })
}

d <- respondents
cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = given,
    designs = list(
      weight = whole_and_wards(svydesign(~1, weights = ~weight, data = d)),
      stratum_weight = whole_and_wards(
        svydesign(~1, strata = ~stratum, weights = ~weight, data = d)
      ),
      zero = whole_and_wards(svydesign(~1, weights = ~zero, data = d)),
      stratum_zero = whole_and_wards(svydesign(~1, strata = ~stratum, weights = ~zero, data = d)),
      stratum_cluster_zero = whole_and_wards(
        svydesign(~school, strata = ~stratum, weights = ~zero, data = d)
      ),
      cluster = whole_and_wards(svydesign(~school, weights = ~1, data = d)),
      cluster_weight = whole_and_wards(svydesign(~school, weights = ~weight, data = d)),
      stratum_cluster = whole_and_wards(
        svydesign(~school, strata = ~stratum, weights = ~1, data = d)
      ),
      stratum_cluster_weight = whole_and_wards(
        svydesign(~school, strata = ~stratum, weights = ~weight, data = d)
      )
    ),
    lone = list(
      respondent = by_rule(svydesign(~1, strata = ~lone, weights = ~weight, data = d)),
      cluster = by_rule(svydesign(~school, strata = ~district, weights = ~weight, data = d))
    )
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
