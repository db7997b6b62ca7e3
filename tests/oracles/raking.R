# Factors of design weights that meet three margins by R survey: raking, logit and rake().
# Prints JSON; `python -m nox -s oracles` stores it as raking.json. Needs survey, MASS, jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

# Nobody old lives in the north, and no tenant in the vale.
respondents <- data.frame(
  ward = rep(c("east", "west", "north", "vale"), c(22, 17, 13, 8)),
  age = c(
    "young", "middle", "old", "middle", "middle", "young", "old", "middle", "young", "middle",
    "old", "old", "middle", "young", "middle", "middle", "old", "young", "young", "middle", "old",
    "middle",
    "old", "young", "old", "middle", "old", "young", "old", "middle", "middle", "old", "young",
    "old", "old", "middle", "young", "old", "middle",
    "young", "middle", "middle", "young", "young", "middle", "young", "middle", "young", "young",
    "middle", "young", "middle",
    "middle", "old", "young", "middle", "old", "old", "young", "middle"
  ),
  home = c(
    "owner", "tenant", "owner", "owner", "tenant", "tenant", "owner", "owner", "tenant", "owner",
    "tenant", "owner", "owner", "tenant", "owner", "tenant", "owner", "owner", "tenant", "owner",
    "owner", "tenant",
    "owner", "tenant", "owner", "owner", "tenant", "owner", "owner", "tenant", "owner", "owner",
    "tenant", "owner", "owner", "tenant", "owner", "owner", "owner",
    "tenant", "tenant", "owner", "tenant", "owner", "tenant", "tenant", "owner", "owner",
    "tenant", "tenant", "owner", "tenant",
    "owner", "owner", "owner", "owner", "owner", "owner", "owner", "owner"
  ),
  weight = c(
    1.2, 0.8, 2.5, 1.1, 0.4, 1.9, 3.3, 0.7, 1.0, 1.6, 2.2, 0.9, 1.4, 0.6, 2.8, 1.3, 2.0, 1.75,
    0.35, 2.4, 4.1, 2.7,
    0.5, 3.9, 1.8, 2.1, 0.3, 1.5, 2.6, 3.4, 0.2, 1.7, 5.2, 0.1, 2.9, 3.6, 1.45, 0.65, 2.15,
    4.4, 1.25, 0.75, 2.3, 1.75, 0.35, 3.1, 0.55, 2.05, 1.15, 0.85, 1.95, 2.65,
    0.45, 3.7, 1.05, 2.45, 1.35, 0.95, 2.75, 1.65
  )
)
everybody <- sum(respondents$weight)
shares <- list(
  ward = c(east = 0.3, north = 0.25, vale = 0.2, west = 0.25),
  age = c(middle = 0.35, old = 0.4, young = 0.25),
  home = c(owner = 0.58, tenant = 0.42)
)
totals <- lapply(shares, function(share) share * everybody)
bounds <- list(wide = c(0.2, 4), narrow = c(0.5, 2.2), to_nothing = c(0, 3))

design <- svydesign(~1, weights = ~weight, data = respondents)
population <- c(
  `(Intercept)` = everybody,
  setNames(totals$ward[-1], paste0("ward", names(totals$ward)[-1])),
  setNames(totals$age[-1], paste0("age", names(totals$age)[-1])),
  hometenant = totals$home[["tenant"]]
)
factors_of <- function(calibrated) as.numeric(weights(calibrated)) / respondents$weight
calibrated <- function(...) {
  factors_of(calibrate(design, ~ ward + age + home, population, epsilon = 1e-13, maxit = 1000, ...))
}
table_of <- function(name) {
  setNames(data.frame(names(totals[[name]]), as.numeric(totals[[name]])), c(name, "Freq"))
}

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = respondents,
    totals = lapply(totals, as.list),
    bounds = bounds,
    raking = calibrated(calfun = "raking"),
    rake = factors_of(rake(
      design, list(~ward, ~age, ~home), lapply(names(totals), table_of),
      control = list(maxit = 1000, epsilon = 1e-12)
    )),
    logit = lapply(bounds, function(both) calibrated(calfun = "logit", bounds = both))
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns"
), "\n", sep = "")
