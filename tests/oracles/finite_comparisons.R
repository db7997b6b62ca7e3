# Comparisons of a sample from a finite population, in strata, by R's survey.
# Prints JSON; `python -m nox -s oracles` stores it as finite_comparisons.json. Needs survey and
# jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

set.seed(29)
n <- 40
people <- data.frame(
  who = seq_len(n),
  stratum = rep(c("hills", "river", "moor"), c(16, 14, 10)),
  school = rep(paste0("s", 1:9), c(6, 5, 5, 5, 5, 4, 4, 4, 2)),
  weight = round(runif(n, 0.5, 4), 2),
  ward = sample(c("east", "west", "north"), n, TRUE),
  before = sample(1:5, n, TRUE),
  after = sample(1:5, n, TRUE)
)
people$before[c(3, 20)] <- NA
people$after[c(3, 31)] <- NA
# Numbers of people, and of schools, of each stratum; of "moor" all schools were sampled.
sizes <- c(hills = 40, river = 20, moor = 25)
schools <- c(hills = 9, river = 4, moor = 3)
# Of the same people after "moor" is counted into "river".
merged <- c(hills = "hills", river = "river", moor = "river")
people$broad <- merged[people$stratum]
broad_sizes <- c(hills = 40, river = 45)
people$n_people <- sizes[people$stratum]
people$n_schools <- schools[people$stratum]
people$n_broad <- broad_sizes[people$broad]
designs <- list(
  respondent = svydesign(
    ~1, strata = ~stratum, weights = ~weight, fpc = ~n_people, data = people
  ),
  cluster = svydesign(
    ~school, strata = ~stratum, weights = ~weight, fpc = ~n_schools, data = people
  ),
  merged = svydesign(~1, strata = ~broad, weights = ~weight, fpc = ~n_broad, data = people)
)

of_design <- function(design) {
  valid <- subset(design, !is.na(before))
  both <- subset(valid, ward %in% c("east", "west"))
  found <- svycontrast(
    svyby(~before, ~ward, both, svymean, covmat = TRUE), c(east = 1, west = -1)
  )
  means <- svyby(~before, ~ward, valid, svymean, covmat = TRUE)
  contrasts <- rbind(c(1, 0, -1), c(0, 1, -1))
  apart <- contrasts %*% coef(means)
  spread <- contrasts %*% vcov(means) %*% t(contrasts)
  paired <- subset(design, !is.na(before) & !is.na(after))
  change <- svymean(~I(before - after), paired)
  list(
    groups = list(difference = as.numeric(coef(found)), se = as.numeric(SE(found)), df = degf(both)),
    wald = as.numeric(t(apart) %*% solve(spread, apart)) / 2,
    pairs = list(difference = as.numeric(coef(change)), se = as.numeric(SE(change)), df = degf(paired))
  )
}

# Answers without weights: those to an item are a stratified sample of the people, each of whom
# they stand for N / n, as the sizes of the population say. Between clusters they do so after
# post-stratification.
people$one <- 1
plain <- function(rows, stratum, fpc, limited) {
  rows$n_all <- rows[[fpc]]
  rows$level <- rows[[stratum]]
  rows$stands_for <- rows$n_all / ave(rows$who, rows$level, FUN = length)
  if (limited) {
    svydesign(~1, strata = ~level, fpc = ~n_all, data = rows)
  } else {
    svydesign(~1, strata = ~level, weights = ~stands_for, data = rows)
  }
}
clusters <- svydesign(~school, strata = ~stratum, weights = ~one, fpc = ~n_schools, data = people)
by_people <- function(design) {
  postStratify(design, ~stratum, data.frame(stratum = names(sizes), Freq = as.numeric(sizes)))
}
of_change <- function(design) {
  found <- svymean(~I(before - after), design)
  list(difference = as.numeric(coef(found)), se = as.numeric(SE(found)), df = degf(design))
}
figures <- function(valid, paired) {
  both <- subset(valid, ward %in% c("east", "west"))
  # The means of the groups and their covariance; svyby has none of a post-stratified subset.
  means <- svyglm(before ~ 0 + ward, valid)
  found <- svycontrast(means, c(wardeast = 1, wardnorth = 0, wardwest = -1))
  ends <- confint(found, df = degf(both))
  contrasts <- rbind(c(1, 0, -1), c(0, 1, -1))
  apart <- contrasts %*% coef(means)[c("wardeast", "wardnorth", "wardwest")]
  spread <- contrasts %*% vcov(means) %*% t(contrasts)
  list(
    groups = list(
      difference = as.numeric(coef(found)), se = as.numeric(SE(found)), df = degf(both),
      low = ends[1], high = ends[2]
    ),
    wald = as.numeric(t(apart) %*% solve(spread, apart)) / 2,
    pairs = of_change(paired),
    east = of_change(subset(paired, ward == "east"))
  )
}
answered <- people[!is.na(people$before), ]
twice <- answered[!is.na(answered$after), ]
of_people <- function(stratum, fpc, limited) {
  figures(plain(answered, stratum, fpc, limited), plain(twice, stratum, fpc, limited))
}
unweighted <- list(
  respondent = of_people("stratum", "n_people", TRUE),
  wide = of_people("stratum", "n_people", FALSE),
  merged = of_people("broad", "n_broad", TRUE),
  cluster = figures(
    by_people(subset(clusters, !is.na(before))),
    by_people(subset(clusters, !is.na(before) & !is.na(after)))
  )
)
people$one <- NULL

cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  people = people, sizes = as.list(sizes), schools = as.list(schools),
  designs = lapply(designs, of_design), unweighted = unweighted
), digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE, dataframe = "columns"
), "\n", sep = "")
