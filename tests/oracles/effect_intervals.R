# Intervals of effects: standardized differences by psych, shifts by wilcox.test.
# Prints JSON; `python -m nox -s oracles` stores it as effect_intervals.json. Needs psych and jsonlite.
suppressPackageStartupMessages({
  library(psych)
  library(jsonlite)
})

set.seed(36)
answers <- function(n, p) sample(1:5, n, TRUE, p)
low <- c(4, 4, 3, 2, 1)
high <- c(1, 2, 3, 4, 3)

# Where the test jumps wilcox.test comes as near as its root finder does.
shift <- function(...) {
  as.numeric(suppressWarnings(
    wilcox.test(..., conf.int = TRUE, exact = FALSE, correct = FALSE, tol.root = 1e-8)
  )$conf.int)
}
# wilcox.test of one sample leaves changes of 0 out before it shifts the others, and so has another
# interval where there are some: here there are none.
of_pairs <- function(n) {
  first <- answers(n, high)
  second <- answers(n, low)
  changed <- first != second
  first <- first[changed]
  second <- second[changed]
  n <- length(first)
  change <- first - second
  d <- mean(change) / sd(change)
  list(
    first = first, second = second, d = d,
    d_interval = as.numeric(d.ci(d, n1 = n)[c(1, 3)]), shift = shift(change)
  )
}
of_groups <- function(n, m) {
  first <- answers(n, high)
  second <- answers(m, low)
  pooled <- sqrt((var(first) * (n - 1) + var(second) * (m - 1)) / (n + m - 2))
  d <- (mean(first) - mean(second)) / pooled
  # psych's d.ci has another t for groups of two sizes: here it is R's own noncentral t.
  t <- d * sqrt(n * m / (n + m))
  end <- function(p) uniroot(function(x) pt(t, n + m - 2, x) - p, t + c(-9, 9), tol = 1e-12)$root
  list(
    first = first, second = second, d = d,
    d_interval = c(end(.975), end(.025)) / sqrt(n * m / (n + m)), shift = shift(first, second)
  )
}
suppressWarnings(cat(toJSON(list(
  versions = list(R = as.character(getRversion()), psych = as.character(packageVersion("psych"))),
  pairs = lapply(c(60, 90, 260), of_pairs),
  groups = Map(of_groups, c(45, 70, 150), c(60, 41, 130))
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n", sep = ""))
