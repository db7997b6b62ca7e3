# Domains of many random designs, as R's survey takes them: subset() of a design with strata, some of
# them wholly outside the domain, clusters, weights, finite populations and known margins.
# Prints JSON; `python -m nox -s oracles` stores it as where.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})
options(survey.lonely.psu = "fail")
set.seed(20261201)

# Each stratum has four clusters or more, and each sex two answers in each arm of each stratum.
sample_of <- function(number) {
  rows <- do.call(rbind, lapply(1:3, function(h) {
    sizes <- sample(4:9, 4 + number %% 3, replace = TRUE)
    data.frame(
      stratum = letters[h], cluster = rep(paste0(letters[h], seq_along(sizes)), sizes),
      place = sequence(sizes)
    )
  }))
  n <- nrow(rows)
  rows$sex <- ifelse(rows$place <= 2, c("f", "m")[pmin(rows$place, 2)],
    sample(c("f", "m"), n, replace = TRUE)
  )
  rows$arm <- sample(c("x", "y"), n, replace = TRUE)
  rows$age <- sample(c("old", "young"), n, replace = TRUE)
  lift <- round(rnorm(n))[match(rows$cluster, unique(rows$cluster))]
  answer <- function(more) pmin(5, pmax(1, 3 + more + lift + sample(-1:1, n, replace = TRUE)))
  rows$before <- answer(0)
  rows$after <- answer(sample(0:1, n, replace = TRUE))
  rows$before[rows$place > 3 & runif(n) < 0.2] <- NA
  rows$weight <- round(exp(rnorm(n) / 2), 2)
  rows[c("stratum", "cluster", "sex", "arm", "age", "before", "after", "weight")]
}

figures <- function(formula, design) {
  # A subset of a design with known margins keeps the rows outside, without a weight.
  found <- svymean(formula, design, na.rm = TRUE)
  list(mean = as.numeric(coef(found))[1], se = as.numeric(SE(found))[1], degf = degf(design))
}

of_domains <- function(design, of) {
  list(
    sex = of(subset(design, sex == "f")),
    sex_in_stratum = of(subset(design, sex == "m" & stratum %in% c("a", "b"))),
    stratum = of(subset(design, stratum == "c"))
  )
}

results_of <- function(rows) {
  people <- as.list(5 * table(rows$stratum))
  schools <- as.list(3 * tapply(rows$cluster, rows$stratum, function(one) length(unique(one))))
  rows$n_people <- as.numeric(people[rows$stratum])
  rows$n_schools <- as.numeric(schools[rows$stratum])
  ages <- list(old = 300, young = 200)
  known <- data.frame(age = names(ages), Freq = as.numeric(ages))
  mean_of <- function(part) figures(~before, subset(part, !is.na(before)))
  change_of <- function(part) figures(~ I(before - after), subset(part, !is.na(before)))
  arms_of <- function(part) {
    part <- subset(part, !is.na(before))
    found <- svyby(~before, ~arm, part, svymean, covmat = TRUE)
    gap <- svycontrast(found, c(x = 1, y = -1))
    list(mean = as.numeric(coef(gap)), se = as.numeric(SE(gap)), degf = degf(part))
  }
  weighted <- svydesign(~1, strata = ~stratum, weights = ~weight, data = rows)
  limited <- svydesign(~1, strata = ~stratum, weights = ~weight, fpc = ~n_people, data = rows)
  clusters <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = rows)
  limited_clusters <- svydesign(
    ~cluster,
    strata = ~stratum, weights = ~weight, fpc = ~n_schools, data = rows
  )
  list(
    people = people,
    schools = schools,
    ages = ages,
    weighted = of_domains(weighted, mean_of),
    limited = of_domains(limited, mean_of),
    clusters = of_domains(clusters, mean_of),
    limited_clusters = of_domains(limited_clusters, mean_of),
    poststratified = of_domains(postStratify(weighted, ~age, known), mean_of),
    poststratified_clusters = of_domains(postStratify(clusters, ~age, known), mean_of),
    arms = of_domains(limited, arms_of),
    arms_of_clusters = of_domains(limited_clusters, arms_of),
    changes = of_domains(limited, change_of),
    changes_of_clusters = of_domains(limited_clusters, change_of)
  )
}

cases <- lapply(1:12, function(number) {
  rows <- sample_of(number)
  c(list(rows = rows), results_of(rows))
})

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    cases = cases
  ),
  digits = NA, auto_unbox = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
