# Partially overlapping samples, and two one-sided tests, from the rows of respondents in base R.
# Prints JSON; `python -m nox -s oracles` stores it as overlapping.json. Needs jsonlite.
suppressPackageStartupMessages(library(jsonlite))

# A respondent a place; NA where there is no answer under that condition.
answers <- list(
  some = list(
    first = c(1, 2, 2, 3, 3, 4, 4, 5, 5, 2, 3, 3, 1, 2, 4, 2, NA, NA, NA, NA),
    second = c(1, 3, 2, 4, 3, 5, 4, 5, 4, 4, 3, 5, NA, NA, NA, NA, 5, 4, 3, 5)
  ),
  opposed = list(
    first = c(1, 2, 5, 4, 3, 3, NA, NA, NA, 5, 4),
    second = c(5, 4, 2, 1, 4, 3, 2, 4, 5, NA, NA)
  ),
  one_side = list(
    first = c(5, 4, 4, 3, 5, 2, 4, 3),
    second = c(4, 4, 3, 3, 5, NA, NA, NA)
  ),
  constant_pairs = list(
    first = c(3, 3, 3, 3, 5, 1, NA, NA),
    second = c(2, 4, 5, 4, NA, NA, 5, 5)
  ),
  one_pair = list(
    first = c(3, 4, 5, 2, NA, NA, NA),
    second = c(4, NA, NA, NA, 5, 5, 3)
  ),
  pairs = list(
    first = c(1, 2, 2, 3, 3, 4, 4, 5, 5, 2),
    second = c(1, 3, 2, 4, 5, 5, 4, 5, 4, 4)
  ),
  no_pairs = list(
    first = c(1, 2, 2, 3, 3, 4, NA, NA, NA, NA, NA),
    second = c(NA, NA, NA, NA, NA, NA, 5, 4, 5, 3, 2)
  )
)

correlation <- function(x, y) {
  if (length(x) < 2 || sd(x) == 0 || sd(y) == 0) 0 else cor(x, y)
}

# Derrick, Russ, Toher and White (2017).
overlapping <- function(x, y, equal, mu = 0) {
  both <- !is.na(x) & !is.na(y)
  a <- sum(!is.na(x)) - sum(both)
  b <- sum(!is.na(y)) - sum(both)
  pairs <- sum(both)
  r <- correlation(x[both], y[both])
  one <- x[!is.na(x)]
  two <- y[!is.na(y)]
  n <- c(length(one), length(two))
  v <- c(var(one), var(two))
  if (equal) {
    s <- sqrt(sum((n - 1) * v) / (sum(n) - 2))
    se <- s * sqrt(1 / n[1] + 1 / n[2] - 2 * r * pairs / prod(n))
    df <- (pairs - 1) + (a + b + pairs - 1) / (a + b + 2 * pairs) * (a + b)
  } else {
    se <- sqrt(sum(v / n) - 2 * r * prod(sqrt(v)) * pairs / prod(n))
    welch <- sum(v / n)^2 / sum((v / n)^2 / (n - 1))
    df <- (pairs - 1) + (welch - pairs + 1) / (a + b + 2 * pairs) * (a + b)
  }
  difference <- mean(one) - mean(two)
  statistic <- (difference - mu) / se
  list(
    mean_difference = difference, statistic = statistic, df = df,
    two_sided = 2 * pt(-abs(statistic), df), less = pt(statistic, df),
    greater = pt(statistic, df, lower.tail = FALSE),
    interval = difference + qt(c(0.025, 0.975), df) * se,
    narrow = difference + qt(c(0.05, 0.95), df) * se
  )
}

tested <- function(found) {
  list(
    statistic = unname(found$statistic), df = unname(found$parameter), two_sided = found$p.value,
    interval = found$conf.int[1:2]
  )
}

equivalent <- function(x, y, margin) {
  above <- overlapping(x, y, FALSE, -margin)
  below <- overlapping(x, y, FALSE, margin)
  list(margin = margin, pvalue = max(above$greater, below$less), interval = above$narrow)
}

# The top box is 4 or 5.  Derrick, Dobson-McKittrick, Toher and White (2015).
shares <- function(x, y) {
  x <- as.numeric(x >= 4)
  y <- as.numeric(y >= 4)
  both <- !is.na(x) & !is.na(y)
  phi <- correlation(x[both], y[both])
  n <- c(sum(!is.na(x)), sum(!is.na(y)))
  held <- c(sum(x, na.rm = TRUE), sum(y, na.rm = TRUE))
  p <- held / n
  pooled <- sum(held) / sum(n)
  variance <- pooled * (1 - pooled) * (1 / n[1] + 1 / n[2] - 2 * phi * sum(both) / prod(n))
  statistic <- (p[1] - p[2]) / sqrt(variance)
  # Newcombe (1998), the phi of the pairs corrected for continuity.
  wilson <- lapply(1:2, function(k) {
    suppressWarnings(prop.test(held[k], n[k], correct = FALSE)$conf.int[1:2])
  })
  table <- table(factor(x[both], 1:0), factor(y[both], 1:0))
  cross <- table[1, 1] * table[2, 2] - table[1, 2] * table[2, 1]
  if (cross > 0) cross <- max(cross - sum(both) / 2, 0)
  margins <- prod(rowSums(table)) * prod(colSums(table))
  rho <- if (margins > 0) cross / sqrt(margins) * sum(both) / sqrt(prod(n)) else 0
  root <- function(u, v) sqrt(u^2 - 2 * rho * u * v + v^2)
  difference <- p[1] - p[2]
  changed <- table[1, 2] + table[2, 1]
  mcnemar <- if (changed > 0) (table[1, 2] - table[2, 1]) / sqrt(changed) else 0
  unpaired <- suppressWarnings(prop.test(held, n, correct = FALSE))
  list(
    mean_difference = difference, statistic = statistic, two_sided = 2 * pnorm(-abs(statistic)),
    less = pnorm(statistic),
    interval = c(
      difference - root(p[1] - wilson[[1]][1], wilson[[2]][2] - p[2]),
      difference + root(wilson[[1]][2] - p[1], p[2] - wilson[[2]][1])
    ),
    mcnemar = mcnemar,
    mcnemar_pvalue = if (changed > 0) mcnemar.test(table, correct = FALSE)$p.value else 1,
    as_unpaired_pvalue = unpaired$p.value
  )
}

# Tango (1998): the share that is free is where the derivative of the likelihood is 0.
score <- function(up, down, n, difference) {
  slope <- function(q) {
    up / (q + difference) + down / q - 2 * (n - up - down) / (1 - 2 * q - difference)
  }
  ends <- c(max(0, -difference), (1 - difference) / 2)
  inside <- ends + c(1, -1) * 1e-12
  q <- uniroot(slope, inside, tol = 1e-15)$root
  (up - down - n * difference) / sqrt(n * (2 * q + difference * (1 - difference)))
}

superior <- lapply(list(c(8, 3, 20), c(20, 25, 90), c(2, 1, 60), c(1, 6, 15)), function(case) {
  margin <- 0.15
  above <- score(case[1], case[2], case[3], -2 * margin)
  below <- score(case[1], case[2], case[3], 2 * margin)
  list(
    counts = case, margin = margin,
    pvalue = max(pnorm(above, lower.tail = FALSE), pnorm(below))
  )
})

found <- lapply(answers, function(case) {
  x <- case$first
  y <- case$second
  both <- !is.na(x) & !is.na(y)
  list(
    first = x, second = y,
    unequal = overlapping(x, y, FALSE), equal = overlapping(x, y, TRUE),
    as_welch = tested(t.test(x, y)), as_student = tested(t.test(x, y, var.equal = TRUE)),
    paired = if (sum(both) > 1) tested(t.test(x[both], y[both], paired = TRUE)),
    equivalent = lapply(c(0.5, 1.5), function(margin) equivalent(x, y, margin)),
    shares = shares(x, y)
  )
})

one_sided <- function(test) max(test("greater", -1)$p.value, test("less", 1)$p.value)
p <- answers$pairs
q <- lapply(answers$no_pairs, function(x) x[!is.na(x)])
limits <- list(
  pairs = one_sided(function(alternative, mu) {
    t.test(p$first, p$second, paired = TRUE, alternative = alternative, mu = mu)
  }),
  no_pairs = one_sided(function(alternative, mu) {
    t.test(q$first, q$second, alternative = alternative, mu = mu)
  })
)

cat(toJSON(list(
  cases = found, superior = superior, limits = limits
), digits = NA, auto_unbox = TRUE, na = "null", null = "null", pretty = TRUE), "\n", sep = "")
