# Means, their standard errors and degrees of freedom where a respondent answered under several
# conditions and these are pooled, by R survey with the respondent as the sampled unit.
# Prints JSON; `python -m nox -s oracles` stores it as pooled.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

# 22 people, the last of whom has no row under "post": 43 rows. Then 15 of them once more, "later".
who <- c(1:22, 1:21, 4:18)
answers <- data.frame(
  who = who,
  when = rep(c("pre", "post", "later"), c(22, 21, 15)),
  class = ifelse(who %% 2 == 0, "even", "odd"),
  grade = ifelse(who %% 5 < 2, "lower", "upper"),
  weight = c(1, 2.5, 0.5, 1.5)[who %% 4 + 1],
  heard = c(
    5, 1, 1, 2, 1, 5, 5, 3, 1, 1, 2, 3, 4, 3, 2, 1, 4, 4, 1, 1, 3, 2,
    4, 2, 1, 2, 1, 5, 5, 2, 2, 2, 3, 4, 3, 2, 2, 1, 5, 5, 1, 2, 2,
    3, 1, 4, NA, 3, 2, 2, 3, 3, 3, NA, 1, 1, 5, 4
  )
)

summary_of <- function(rows, weight = ~1, strata = NULL) {
  design <- svydesign(~who, weights = weight, strata = strata, data = rows)
  found <- svymean(~heard, design, na.rm = TRUE)
  list(mean = unname(coef(found)), se = as.numeric(SE(found)), df = degf(design))
}
strangers <- function(rows) {
  as.numeric(SE(svymean(~heard, svydesign(~1, weights = ~1, data = rows), na.rm = TRUE)))
}

two <- answers[answers$when != "later", ]
cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    answers = answers,
    two = summary_of(two),
    two_as_strangers = strangers(two),
    three = summary_of(answers),
    weighted = summary_of(answers, ~weight),
    stratified = summary_of(answers, ~1, ~grade),
    both = summary_of(answers, ~weight, ~grade)
  ),
  digits = NA, auto_unbox = TRUE, pretty = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
