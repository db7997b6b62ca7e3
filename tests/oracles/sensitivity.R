# Tipping points, order robustness and bounds from base R's own tests and intervals.
# Prints JSON; `python -m nox -s oracles` stores it as sensitivity.json. Needs jsonlite.
suppressPackageStartupMessages(library(jsonlite))

surveys <- list(
  better = list(
    first = c(4, 5, 3, 4, 5, 2, 4, 3, 5, 4, 4, 5, 3, 4, 5, 4, 3, 5, 2, 4),
    second = c(3, 4, 3, 2, 4, 1, 4, 2, 3, 3, 2, 5, 1, 3, 4, 2, 3, 4, 1, 3)
  ),
  worse = list(
    first = c(1, 2, 2, 3, 1, 2, 4, 1, 2, 3, 2, 1, 3, 2, 2),
    second = c(2, 2, 4, 4, 1, 5, 5, 1, 4, 3, 3, 2, 4, 3, 2)
  ),
  crossing = list(
    first = c(3, 3, 3, 2, 4, 3, 3, 2, 3, 4),
    second = c(1, 5, 2, 1, 5, 4, 3, 3, 5, 1)
  )
)

# The t test is at its level where the interval ends, at the end that lies nearer to 0.
shift_of <- function(d, level) {
  ends <- t.test(d, conf.level = level)$conf.int
  if (ends[1] > 0) ends[1] else if (ends[2] < 0) ends[2] else 0
}

# The exact interval of a share is made of the two tails that the sign test has.
gamma_of <- function(d, level) {
  most <- max(sum(d > 0), sum(d < 0))
  low <- binom.test(most, sum(d != 0), conf.level = level)$conf.int[1]
  max(1, low / (1 - low))
}

# One-sided at each cut, in the direction of the whole; twice the largest.
order_of <- function(first, second) {
  cuts <- lapply(sort(unique(c(first, second))), function(cut) {
    c(up = sum(first > cut & second <= cut), down = sum(second > cut & first <= cut))
  })
  cuts <- cuts[-length(cuts)]
  gaps <- sapply(cuts, function(one) one[["up"]] - one[["down"]])
  if (any(gaps > 0) && any(gaps < 0)) {
    return(list(robust = FALSE, pvalue = 1))
  }
  side <- if (any(gaps > 0)) "up" else "down"
  p <- sapply(cuts, function(one) {
    if (sum(one) == 0) 1 else binom.test(one[[side]], sum(one), alternative = "greater")$p.value
  })
  list(robust = TRUE, pvalue = min(1, 2 * max(p)))
}

found <- lapply(surveys, function(one) {
  d <- one$first - one$second
  list(
    first = one$first, second = one$second, shift_to_zero = mean(d),
    levels = lapply(c(0.9, 0.95), function(level) {
      list(level = level, shift = shift_of(d, level), gamma = gamma_of(d, level))
    }),
    order = order_of(one$first, one$second)
  )
})

# Bounds with some silent people, and Imbens and Manski's tail by uniroot. The interval of the mean
# is that of t with one more answer at each end, that of the share of 4 and 5 is binom.test's.
bounds_of <- function(answers, silent, level) {
  ends <- list(c(answers, rep(1, silent)), c(answers, rep(5, silent)))
  low <- mean(ends[[1]])
  high <- mean(ends[[2]])
  n <- length(ends[[1]])
  se_of <- function(x) sd(x) / sqrt(length(x))
  tail_of <- function(gap, se) {
    pnorm(-uniroot(function(c) pnorm(c + gap / se) - pnorm(-c) - level, c(0, 10), tol = 1e-14)$root)
  }
  more <- list(c(ends[[1]], 1), c(ends[[2]], 5))
  se <- sapply(more, se_of)
  reach <- qt(1 - tail_of(high - low, max(se)), n - 1)
  yes <- sum(answers >= 4) + c(0, silent)
  share_se <- c(se_of(rep(1:0, c(yes[1], n + 1 - yes[1]))), se_of(rep(1:0, c(yes[2] + 1, n - yes[2]))))
  exact <- 1 - 2 * tail_of(silent / n, max(share_se))
  list(
    answers = answers, silent = silent, level = level, low = low, high = high,
    interval = c(mean(more[[1]]) - reach * se[1], mean(more[[2]]) + reach * se[2]),
    top_box = c(
      binom.test(yes[1], n, conf.level = exact)$conf.int[1],
      binom.test(yes[2], n, conf.level = exact)$conf.int[2]
    )
  )
}

cat(toJSON(list(
  made_with = list(R = R.version.string),
  pairs = found,
  bounds = lapply(list(c(6, 0.95), c(1, 0.95), c(0, 0.9)), function(case) {
    bounds_of(surveys$better$second, case[1], case[2])
  })
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n", sep = "")
