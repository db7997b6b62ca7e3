# Post-stratified and raked means with their standard errors by R survey.
# Prints JSON; `python -m nox -s oracles` stores it as calibrated.json. Needs survey, jsonlite and
# MASS, which calibrate() calls.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

respondents <- data.frame(
  stratum = rep(c("hills", "river", "moor", "coast"), c(17, 13, 10, 4)),
  # The last respondent is a stratum of one.
  lone = rep(c("hills", "river", "moor", "coast", "solo"), c(17, 13, 10, 3, 1)),
  school = rep(
    c("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"), c(5, 4, 6, 2, 5, 4, 4, 6, 4, 3, 1)
  ),
  ward = c(
    "east", "west", "east", "north", "vale", "west", "east", "east", "vale",
    "north", "west", "east", "vale", "west", "north", "east", "vale",
    "west", "east", "vale", "north", "west", "east", "west", "vale", "north", "east", "west",
    "north", "east",
    "east", "west", "east", "west", "east", "north", "west", "east", "west", "east",
    "east", "west", "north", "west"
  ),
  gender = c(
    "f", "m", "f", "f", "m", "f", "m", "f", "m", "m", "f", "f", "m", "f", "f", "m", "f",
    "m", "f", "f", "m", "f", "f", "m", "f", "m", "f", "f", "m", "f",
    "f", "m", "m", "f", "f", "m", "f", "f", "m", "f",
    "m", "f", "m", "f"
  ),
  age = c(
    "young", "middle", "old", "young", "middle", "old", "middle", "young", "old", "young",
    "middle", "middle", "old", "young", "old", "middle", "young",
    "old", "young", "middle", "young", "old", "middle", "middle", "young", "old", "middle",
    "young", "old", "middle",
    "middle", "young", "old", "old", "young", "middle", "middle", "young", "old", "middle",
    "old", "young", "middle", "old"
  ),
  weight = c(
    1.2, 0.8, 2.5, 1.1, 0.4, 1.9, 3.3, 0.7, 1.0, 1.6, 2.2, 0.9, 1.4, 0.6, 2.8, 1.3, 2.0,
    4.1, 2.7, 0.5, 3.9, 1.8, 2.1, 0.3, 1.5, 2.6, 3.4, 0.2, 1.7, 2.4,
    5.2, 0.1, 2.9, 3.6, 4.4, 1.25, 0.75, 2.3, 1.75, 0.35,
    3.1, 1.45, 0.65, 2.15
  ),
  heard = c(
    5, 4, NA, 3, 4, 5, 2, 1, 4, NA, 5, 3, 2, 4, 4, 5, 3,
    1, 2, 2, NA, 3, 1, 4, 2, 5, 3, 2, 1, 1,
    5, NA, 4, 3, 5, 4, 5, 2, NA, 4,
    2, 3, NA, 1
  ),
  asked = c(
    1, 1, 2, 1, 3, 1, 1, 2, 5, 1, 2, 1, 1, 4, 1, 2, 2,
    3, 3, 4, 5, 2, 3, 3, 4, 4, 5, 3, 2, 4,
    1, 2, 1, 1, 3, 2, 1, 1, 2, 3,
    4, 5, 2, 5
  )
)
given <- names(respondents)
people <- c(hills = 60, river = 40, moor = 25, coast = 9)
schools <- c(hills = 9, river = 5, moor = 4, coast = 3)
gender <- c(f = 70, m = 64)
age <- c(middle = 50, old = 40, young = 44)
joint <- data.frame(
  gender = rep(c("f", "m"), each = 3), age = rep(c("middle", "old", "young"), 2),
  Freq = c(27, 16, 27, 23, 24, 17)
)
bounds <- c(0.6, 1.8)
everybody <- sum(people)
respondents <- transform(
  respondents,
  one = 1, n_people = people[stratum], n_schools = schools[stratum],
  cell = interaction(gender, age),
  scaled = weight * everybody / sum(weight)
)

# Degrees of freedom are those of the design of the answers.
summary_of <- function(design, item) {
  df <- degf(subset(design, !is.na(design$variables[[item]])))
  found <- svymean(as.formula(paste0("~", item)), design, na.rm = TRUE)
  level <- svymean(as.formula(paste0("~factor(", item, ", levels = 1:5)")), design, na.rm = TRUE)
  ends <- as.numeric(confint(found, df = df))
  list(
    mean = unname(coef(found)), se = as.numeric(SE(found)), degf = df,
    low = ends[1], high = ends[2],
    shares = unname(coef(level)), share_se = as.numeric(SE(level))
  )
}

wards <- c(east = "east", west = "west", north = "north", vale = "vale")
everything_of <- function(design) {
  items <- c(heard = "heard", asked = "asked")
  found <- lapply(items, function(item) {
    parts <- lapply(wards, function(name) {
      summary_of(subset(design, ward == name), item)
    })
    c(list(whole = summary_of(design, item)), parts)
  })
  c(found, list(weights = as.numeric(weights(design))))
}

table_of <- function(totals, name) setNames(data.frame(names(totals), totals), c(name, "Freq"))

# The same post-strata by linear calibration: what it leaves of a deviation it finds by regression
# that weighs by the design's weights, whatever postStratify() does.
two_ways <- function(design, by, population, totals) {
  list(
    postStratify = everything_of(postStratify(design, by, population)),
    calibrate = everything_of(calibrate(design, update(by, ~ . - 1), totals, calfun = "linear"))
  )
}
cells_of <- function(design) {
  cells <- setNames(joint$Freq, paste0("cell", joint$gender, ".", joint$age))
  cells <- cells[paste0("cell", levels(respondents$cell))]
  list(
    postStratify = everything_of(postStratify(design, ~ gender + age, joint)),
    calibrate = everything_of(calibrate(design, ~ cell - 1, cells, calfun = "linear"))
  )
}
by_gender <- function(design) {
  two_ways(design, ~gender, table_of(gender, "gender"), c(genderf = 70, genderm = 64))
}
by_stratum <- function(design) {
  sorted <- people[order(names(people))]
  two_ways(
    design, ~stratum, table_of(people, "stratum"),
    setNames(sorted, paste0("stratum", names(sorted)))
  )
}

margins <- c(
  `(Intercept)` = everybody, genderm = gender[["m"]],
  ageold = age[["old"]], ageyoung = age[["young"]]
)
raked <- function(design, ...) {
  calibrate(
    design, ~ gender + age, margins,
    calfun = "raking", epsilon = 1e-13, maxit = 1000, ...
  )
}
# Bounds are on the weight over the design's, here of weights that already add up to the people.
bounded <- function(design) {
  calibrate(
    design, ~ gender + age, margins,
    calfun = "logit", bounds = bounds, epsilon = 1e-13, maxit = 1000
  )
}
proportional <- function(design) {
  rake(
    design, list(~gender, ~age), list(table_of(gender, "gender"), table_of(age, "age")),
    control = list(maxit = 1000, epsilon = 1e-14)
  )
}

# The intervals of the cumulative shares are Korn and Graubard's, as in designs.R.
quantiles_of <- function(design) {
  df <- degf(subset(design, !is.na(design$variables$heard)))
  found <- svyquantile(
    ~heard, design, c(0.25, 0.5, 0.75),
    na.rm = TRUE, qrule = "school", interval.type = "mean", ci = TRUE, df = df
  )$heard
  answered <- subset(design, !is.na(design$variables$heard))
  weight <- weights(answered)[weights(answered) > 0]
  n <- length(weight)
  cumulative <- lapply(1:4, function(level) {
    at <- svymean(as.formula(paste0("~I(as.numeric(heard <= ", level, "))")), design,
      na.rm = TRUE
    )
    # All of a domain make 1 but for rounding.
    p <- round(unname(coef(at)), 14)
    v <- as.numeric(vcov(at))
    size <- sum(weight)^2 / sum(weight^2)
    if (p > 0 && p < 1 && v > 0) {
      size <- min(n, p * (1 - p) / v * (qt(0.975, n - 1) / qt(0.975, df))^2)
    }
    # A stratum without spread adds nothing to the error: no larger than Kish's then.
    y <- (answered$variables[["heard"]] <= level)[weights(answered) > 0]
    kinds <- tapply(y, answered$strata[weights(answered) > 0, 1], function(v) length(unique(v)))
    kinds <- kinds[!is.na(kinds)]
    if (length(kinds) > 1 && any(kinds == 1)) {
      size <- min(size, sum(weight)^2 / sum(weight^2))
    }
    list(
      score = level, share = p,
      low = if (p > 0) qbeta(0.025, size * p, size * (1 - p) + 1) else 0,
      high = if (p < 1) qbeta(0.975, size * p + 1, size * (1 - p)) else 1
    )
  })
  list(shares = c(0.25, 0.5, 0.75), quantiles = unname(found[1:3, 1]), cumulative = cumulative)
}

single <- ~1
stratified <- svydesign(single, strata = ~stratum, weights = ~weight, data = respondents)
scaled <- svydesign(single, strata = ~stratum, weights = ~scaled, data = respondents)
unweighted <- svydesign(single, strata = ~stratum, weights = ~one, data = respondents)
simple <- svydesign(single, weights = ~one, data = respondents)
limited <- svydesign(
  single,
  strata = ~stratum, weights = ~weight, fpc = ~n_people, data = respondents
)
clustered <- svydesign(~school, strata = ~stratum, weights = ~weight, data = respondents)
clustered_limited <- svydesign(
  ~school,
  strata = ~stratum, weights = ~weight, fpc = ~n_schools, data = respondents
)
lone <- svydesign(single, strata = ~lone, weights = ~weight, data = respondents)
by_rule <- function(design) {
  before <- options(survey.lonely.psu = "fail")
  on.exit(options(before))
  rules <- c(certainty = "certainty", adjust = "adjust", average = "average")
  lapply(rules, function(rule) {
    options(survey.lonely.psu = rule)
    everything_of(design)
  })
}

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = respondents[given],
    people = as.list(people),
    schools = as.list(schools),
    gender = as.list(gender),
    age = as.list(age),
    joint = joint,
    bounds = bounds,
    poststratified = list(
      stratified = by_gender(stratified),
      unweighted = by_gender(unweighted),
      simple = by_gender(simple),
      stratified_fpc = by_gender(limited),
      clustered = by_gender(clustered),
      joint = cells_of(stratified),
      own_strata = by_stratum(stratified),
      own_strata_unweighted = by_stratum(unweighted)
    ),
    raked = list(
      stratified = everything_of(raked(stratified)),
      unweighted = everything_of(raked(unweighted)),
      simple = everything_of(raked(simple)),
      stratified_fpc = everything_of(raked(limited)),
      clustered = everything_of(raked(clustered)),
      clustered_fpc = everything_of(raked(clustered_limited))
    ),
    raked_by_rake = everything_of(proportional(stratified)),
    raked_lone = by_rule(raked(lone)),
    bounded = everything_of(bounded(scaled)),
    raked_quantiles = c(
      list(whole = quantiles_of(raked(stratified))),
      lapply(wards, function(name) {
        quantiles_of(subset(raked(stratified), ward == name))
      })
    )
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
