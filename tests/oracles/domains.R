# Groups as domains of a design, in many random samples, by R survey: strata of known sizes, with and
# without clusters, and weights of which some are 0.
# Prints JSON; `python -m nox -s oracles` stores it as domains.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})
options(survey.lonely.psu = "fail")
set.seed(20261130)

# Each stratum has four clusters or more, and each sex an answer in it that is not alone.
sample_of <- function(number) {
  n_strata <- 1 + number %% 3
  rows <- do.call(rbind, lapply(seq_len(n_strata), function(h) {
    sizes <- sample(1:9, 4 + number %% 4, replace = TRUE)
    sizes[1:2] <- sizes[1:2] + 2
    data.frame(
      stratum = letters[h], cluster = rep(paste0(letters[h], seq_along(sizes)), sizes),
      place = sequence(sizes), middle = sample(1:5, 1)
    )
  }))
  n <- nrow(rows)
  rows$sex <- ifelse(rows$place <= 3, c("f", "m", "f")[pmin(rows$place, 3)],
    sample(c("f", "m"), n, replace = TRUE)
  )
  lift <- round(rnorm(n))[match(rows$cluster, unique(rows$cluster))]
  rows$q <- pmin(5, pmax(1, rows$middle + lift + sample(-1:1, n, replace = TRUE)))
  rows$q[rows$place > 3 & runif(n) < 0.2] <- NA
  rows$weight <- round(exp(rnorm(n) / 2), 2)
  rows$weight[rows$place > 3 & runif(n) < 0.3] <- 0
  # Now and then all of a cluster weigh nothing.
  rows$weight[rows$cluster == "a4"] <- 0
  rows[c("stratum", "cluster", "sex", "q", "weight")]
}

figures <- function(found, degf) {
  list(mean = as.numeric(coef(found))[1], se = as.numeric(SE(found))[1], degf = degf)
}

by_sex <- function(design, of) {
  list(
    whole = of(design),
    f = of(subset(design, sex == "f")),
    m = of(subset(design, sex == "m"))
  )
}

known_sizes <- function(rows) {
  sizes <- table(rows$stratum)
  setNames(as.numeric(sizes) * c(7, 3, 12)[seq_along(sizes)] + c(5, 2, 1)[seq_along(sizes)], names(sizes))
}

results_of <- function(rows) {
  people <- known_sizes(rows)
  answered <- rows[!is.na(rows$q), ]
  n <- table(answered$stratum)
  answered$n_people <- people[answered$stratum]
  answered$expanded <- answered$n_people / as.numeric(n[answered$stratum])
  mean_of <- function(design) {
    figures(svymean(~q, design), degf(design))
  }
  level_of <- function(design) {
    found <- svymean(~ I(as.numeric(q >= 4)), design)
    figures(found, degf(design))
  }
  single <- ~1
  open <- svydesign(single, strata = ~stratum, weights = ~expanded, data = answered)
  limited <- svydesign(
    single,
    strata = ~stratum, weights = ~expanded, fpc = ~n_people, data = answered
  )
  by <- as.data.frame(svyby(~q, ~sex, open, svymean))
  clusters <- svydesign(~cluster, strata = ~stratum, weights = ~1, data = answered)
  known <- postStratify(
    clusters, ~stratum, data.frame(stratum = names(people), Freq = as.numeric(people))
  )
  # Stratum by stratum, which are drawn apart.
  standardised <- function(design, shares) {
    parts <- lapply(names(people), function(h) svymean(~q, subset(design, stratum == h)))
    shares <- shares / sum(shares)
    list(
      mean = sum(shares * sapply(parts, function(one) as.numeric(coef(one)))),
      se = sqrt(sum(shares^2 * sapply(parts, function(one) as.numeric(SE(one))^2))),
      degf = degf(design)
    )
  }
  everybody <- svydesign(~cluster, strata = ~stratum, weights = ~1, data = rows)
  direct_of <- function(shares) {
    by_sex(everybody, function(design) {
      standardised(subset(design, !is.na(q)), shares)
    })
  }
  weighted_of <- function(design) {
    by_sex(design, function(part) {
      found <- svymean(~q, part, na.rm = TRUE, deff = "replace")
      c(
        figures(found, degf(subset(part, !is.na(q)))),
        list(
          design_effect = as.numeric(deff(found)),
          n = sum(!is.na(part$variables$q) & weights(part) > 0)
        )
      )
    })
  }
  list(
    people = as.list(people),
    svyby = setNames(lapply(1:2, function(k) list(mean = by$q[k], se = by$se[k])), by$sex),
    population = by_sex(open, mean_of),
    population_finite = by_sex(limited, mean_of),
    population_share = by_sex(open, level_of),
    clustered = by_sex(known, mean_of),
    clustered_share = by_sex(known, level_of),
    clustered_direct = direct_of(people),
    clustered_equal = direct_of(people * 0 + 1),
    weighted = weighted_of(
      svydesign(single, strata = ~stratum, weights = ~weight, data = rows)
    ),
    weighted_clusters = weighted_of(
      svydesign(~cluster, strata = ~stratum, weights = ~weight, data = rows)
    )
  )
}

cases <- lapply(1:30, function(number) {
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
