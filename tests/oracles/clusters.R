# Means and their standard errors under cluster sampling by R survey, whole and by ward.
# Prints JSON; `python -m nox -s oracles` stores it as clusters.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

respondents <- data.frame(
  stratum = rep(c("first", "second"), c(20, 16)),
  school = c(
    rep(c("a", "b", "c", "d"), c(7, 4, 6, 3)),
    rep(c("e", "f", "g"), c(5, 5, 6))
  ),
  ward = rep(c("east", "west", "east", "north", "west", "east"), 6),
  weight = c(
    1.2, 0.8, 2.5, 1.1, 0.4, 1.9, 3.3, 0.7, 1.0, 1.6, 2.2, 0.9, 1.4, 0.6, 2.8, 1.3, 2.0, 1.75,
    0.35, 2.4, 4.1, 2.7, 0.5, 3.9, 1.8, 2.1, 0.3, 1.5, 2.6, 3.4, 0.2, 1.7, 5.2, 0.1, 2.9, 3.6
  ),
  heard = c(
    5, 4, NA, 3, 4, 5, 2, 1, 4, NA, 5, 3, 2, 4, 4, 5, 3, 3, 1, 2,
    1, 2, 2, NA, 3, 1, 4, 2, NA, 3, 2, 1, 5, 5, 4, NA
  )
)

summary_of <- function(design) {
  found <- svymean(~heard, design, na.rm = TRUE)
  list(mean = unname(coef(found)), se = as.numeric(SE(found)))
}

plain <- svydesign(~school, strata = ~stratum, weights = ~1, data = respondents)
weighted <- svydesign(~school, strata = ~stratum, weights = ~weight, data = respondents)
cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    respondents = respondents,
    plain = summary_of(plain),
    weighted = summary_of(weighted),
    unstratified = summary_of(svydesign(~school, weights = ~weight, data = respondents)),
    wards = lapply(
      c(east = "east", west = "west", north = "north"),
      function(name) summary_of(subset(weighted, ward == name))
    )
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
