# Means, shares and quantiles under known population sizes, clusters and lone strata by R survey.
# Prints JSON; `python -m nox -s oracles` stores it as designs.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

# `vale` lies in two of the four strata; `north` has one respondent of `moor`.
respondents <- data.frame(
  stratum = rep(c("hills", "river", "moor", "coast"), c(17, 13, 10, 4)),
  # The last respondent is a stratum of one; school `d` is a stratum of one cluster.
  lone = rep(c("hills", "river", "moor", "coast", "solo"), c(17, 13, 10, 3, 1)),
  district = rep(c("hills", "dale", "river", "moor", "coast"), c(15, 2, 13, 10, 4)),
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
people <- c(hills = 60, river = 40, moor = 25, coast = 9)
people_lone <- c(hills = 60, river = 40, moor = 25, coast = 6, solo = 3)
people_asked_all <- replace(people_lone, "solo", 1)
schools <- c(hills = 9, river = 5, moor = 4, coast = 3)
schools_district <- c(hills = 7, dale = 2, river = 5, moor = 4, coast = 3)
everybody <- sum(people)
all_schools <- sum(schools)
given <- names(respondents)
respondents <- transform(
  respondents,
  one = 1, everybody = everybody, all_schools = all_schools,
  n_people = people[stratum], n_people_lone = people_lone[lone],
  n_asked_all = people_asked_all[lone],
  n_schools = schools[stratum], n_schools_district = schools_district[district]
)

# Degrees of freedom are those of the design of the answers.
degf_of <- function(design, item) degf(subset(design, !is.na(design$variables[[item]])))

summary_of <- function(design, item = "heard") {
  df <- degf_of(design, item)
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
whole_and_wards <- function(design, item = "heard") {
  parts <- lapply(wards, function(name) {
    summary_of(subset(design, ward == name), item)
  })
  c(list(whole = summary_of(design, item)), parts)
}

# The intervals of the cumulative shares are Korn and Graubard's, as svyciprop(method = "beta") has
# them (proportions.R), with the degrees of freedom of the design of the answers, and at most the
# number of answers; where the share is 0 or 1, on Kish's number of respondents or, in clusters, of
# clusters, each of the weight of its answers.
quantiles_of <- function(design, item = "heard") {
  df <- degf_of(design, item)
  found <- svyquantile(
    as.formula(paste0("~", item)), design, c(0.25, 0.5, 0.75),
    na.rm = TRUE, qrule = "school", interval.type = "mean", ci = TRUE, df = df
  )[[item]]
  answered <- subset(design, !is.na(design$variables[[item]]))
  weight <- weights(answered)[weights(answered) > 0]
  n <- length(weight)
  known <- sum(weight)^2 / sum(weight^2)
  if ("school" %in% colnames(design$cluster)) {
    totals <- tapply(weight, as.character(answered$cluster[weights(answered) > 0, 1]), sum)
    known <- sum(totals)^2 / sum(totals^2)
  }
  cumulative <- lapply(1:4, function(level) {
    at <- svymean(as.formula(paste0("~I(as.numeric(", item, " <= ", level, "))")), design,
      na.rm = TRUE
    )
    # All of a domain make 1 but for rounding.
    p <- round(unname(coef(at)), 14)
    v <- as.numeric(vcov(at))
    size <- known
    if (p > 0 && p < 1 && v > 0) {
      size <- min(n, p * (1 - p) / v * (qt(0.975, n - 1) / qt(0.975, df))^2)
    }
    # A stratum without spread adds nothing to the error: no larger than Kish's then.
    y <- (answered$variables[[item]] <= level)[weights(answered) > 0]
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
weighted <- svydesign(single, weights = ~weight, data = respondents)
stratified <- svydesign(single, strata = ~stratum, weights = ~weight, data = respondents)
limited <- svydesign(
  single,
  strata = ~stratum, weights = ~weight, fpc = ~n_people, data = respondents
)

# What population= means without weights: each stratum counts by its people, among the answers.
answers_of <- function(item, finite) {
  answered <- respondents[!is.na(respondents[[item]]), ]
  counts <- table(answered$stratum)
  answered$expanded <- answered$n_people / as.numeric(counts[answered$stratum])
  svydesign(
    single,
    strata = ~stratum, weights = ~expanded, fpc = if (finite) ~n_people, data = answered
  )
}
simple_of <- function(item, finite) {
  answered <- respondents[!is.na(respondents[[item]]), ]
  svydesign(single, weights = ~one, fpc = if (finite) ~everybody, data = answered)
}

# Cochran (1977), equation 5A.42 with the answers that each stratum happened to have.
unconditional_of <- function(item, finite) {
  answered <- respondents[!is.na(respondents[[item]]), ]
  s2 <- tapply(answered[[item]], answered$stratum, var)[names(people)]
  means <- tapply(answered[[item]], answered$stratum, mean)[names(people)]
  share <- people / sum(people)
  n <- nrow(answered)
  left <- if (finite) 1 - n / sum(people) else 1
  list(
    mean = sum(share * means),
    se = sqrt(left / n * sum(share * s2) + left / n^2 * sum((1 - share) * s2))
  )
}

clustered_of <- function(strata, weights, fpc) {
  svydesign(~school, strata = strata, weights = weights, fpc = fpc, data = respondents)
}
clustered <- list(
  plain = clustered_of(NULL, ~one, NULL),
  weighted = clustered_of(NULL, ~weight, NULL),
  stratified = clustered_of(~stratum, ~one, NULL),
  stratified_weighted = clustered_of(~stratum, ~weight, NULL),
  plain_fpc = clustered_of(NULL, ~one, ~all_schools),
  weighted_fpc = clustered_of(NULL, ~weight, ~all_schools),
  stratified_fpc = clustered_of(~stratum, ~one, ~n_schools),
  stratified_weighted_fpc = clustered_of(~stratum, ~weight, ~n_schools)
)

lone <- list(
  respondents = svydesign(single, strata = ~lone, weights = ~weight, data = respondents),
  respondents_fpc = svydesign(
    single,
    strata = ~lone, weights = ~weight, fpc = ~n_people_lone, data = respondents
  ),
  # Everybody of the lone stratum was asked: nothing is uncertain there, under any rule.
  census = svydesign(
    single,
    strata = ~lone, weights = ~weight, fpc = ~n_asked_all, data = respondents
  ),
  clusters = svydesign(~school, strata = ~district, weights = ~weight, data = respondents),
  clusters_fpc = svydesign(
    ~school,
    strata = ~district, weights = ~weight, fpc = ~n_schools_district, data = respondents
  )
)
by_rule <- function(design) {
  before <- options(survey.lonely.psu = "fail")
  on.exit(options(before))
  rules <- c(certainty = "certainty", adjust = "adjust", average = "average")
  lapply(rules, function(rule) {
    options(survey.lonely.psu = rule)
    whole_and_wards(design)
  })
}

quantile_designs <- list(
  weighted = weighted, stratified = stratified, stratified_fpc = limited,
  clustered = clustered$stratified_weighted
)

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = respondents[given],
    populations = lapply(
      list(
        people = people, people_lone = people_lone, people_asked_all = people_asked_all,
        schools = schools, schools_district = schools_district
      ),
      as.list
    ),
    everybody = everybody,
    all_schools = all_schools,
    weighted = whole_and_wards(weighted),
    stratified = whole_and_wards(stratified),
    stratified_fpc = whole_and_wards(limited),
    standardised = lapply(c(heard = "heard", asked = "asked"), function(item) {
      list(
        finite = summary_of(answers_of(item, TRUE), item),
        infinite = summary_of(answers_of(item, FALSE), item),
        unconditional = unconditional_of(item, TRUE),
        unconditional_infinite = unconditional_of(item, FALSE)
      )
    }),
    simple = lapply(c(heard = "heard", asked = "asked"), function(item) {
      list(
        finite = summary_of(simple_of(item, TRUE), item),
        infinite = summary_of(simple_of(item, FALSE), item)
      )
    }),
    clustered = lapply(clustered, whole_and_wards),
    lone = lapply(lone, by_rule),
    quantiles = lapply(quantile_designs, function(design) {
      c(
        list(whole = quantiles_of(design)),
        lapply(wards, function(name) {
          quantiles_of(subset(design, ward == name))
        })
      )
    }),
    simple_quantiles = quantiles_of(simple_of("asked", TRUE), "asked"),
    standardised_quantiles = quantiles_of(answers_of("asked", TRUE), "asked")
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
