# Groups of a design in which strata have one unit, by each rule of R's survey.
# Prints JSON; `python -m nox -s oracles` stores it as lone_groups.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

set.seed(11)
n <- 44
people <- data.frame(
  # One person was sampled in "solo" and one in "isle"; "isle" has nobody of east or west.
  stratum = rep(c("hills", "river", "moor", "solo", "isle"), c(16, 14, 12, 1, 1)),
  # Some schools are whole districts.
  school = rep(c("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"), c(6, 5, 5, 7, 7, 6, 6, 2)),
  district = rep(c("up", "down", "far", "end"), c(16, 14, 12, 2)),
  weight = round(runif(n, 0.5, 4), 2),
  ward = sample(c("east", "west", "north"), n, TRUE),
  clear = sample(1:5, n, TRUE)
)
people$ward[43:44] <- c("east", "north")
people$clear[c(3, 20, 41)] <- NA
designs <- list(
  respondent = svydesign(~1, strata = ~stratum, weights = ~weight, data = people),
  cluster = svydesign(~school, strata = ~district, weights = ~weight, data = people)
)
pairs <- list(c("east", "west"), c("east", "north"), c("north", "west"))

of_design <- function(design) {
  # Who gave no answer is outside the groups, and stays in the design.
  valid <- subset(design, !is.na(clear))
  rules <- c(certainty = "certainty", adjust = "adjust", average = "average")
  lapply(rules, function(rule) {
    options(survey.lonely.psu = rule)
    two_by_two <- lapply(pairs, function(pair) {
      both <- subset(valid, ward %in% pair)
      means <- svyby(~clear, ~ward, both, svymean, covmat = TRUE)
      found <- svycontrast(means, setNames(c(1, -1), pair))
      list(
        first = pair[1], second = pair[2], difference = as.numeric(coef(found)),
        se = as.numeric(SE(found)), df = degf(both)
      )
    })
    means <- svyby(~clear, ~ward, valid, svymean, covmat = TRUE)
    contrasts <- rbind(c(1, 0, -1), c(0, 1, -1))
    apart <- contrasts %*% coef(means)
    spread <- contrasts %*% vcov(means) %*% t(contrasts)
    list(
      pairs = two_by_two, wald = as.numeric(t(apart) %*% solve(spread, apart)) / 2,
      glm_wald = as.numeric(regTermTest(svyglm(clear ~ ward, design = valid), ~ward)$Ftest),
      df = degf(valid)
    )
  })
}

cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  people = people, designs = lapply(designs, of_design)
), digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE, dataframe = "columns"
), "\n", sep = "")
