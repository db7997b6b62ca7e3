# Tests of paired answers: coin's exact and asymptotic ones, base R's, and logs of deep tails.
# Prints JSON; `python -m nox -s oracles` stores it as paired.json. Needs coin and jsonlite.
suppressPackageStartupMessages({
  library(coin)
  library(jsonlite)
})

# Answers by arithmetic, so that no generator of random numbers has to stay the same.
answers <- function(n, k, lean) {
  i <- seq_len(n)
  first <- 1 + (i * 7 + i * i * 3 + lean) %% k
  second <- 1 + (i * 5 + (i %/% 3) * 2) %% k
  data.frame(first = pmin(k, first + (i %% lean == 0)), second = second)
}

p_of <- function(pairs, distribution, rule, alternative) {
  found <- wilcoxsign_test(first ~ second,
    data = pairs, distribution = distribution, zero.method = rule, alternative = alternative
  )
  as.numeric(pvalue(found))
}

signed_rank <- function(case) {
  pairs <- answers(case$n, case$k, case$lean)
  rows <- expand.grid(
    rule = c("Pratt", "Wilcoxon"), alternative = c("two.sided", "less", "greater"),
    stringsAsFactors = FALSE
  )
  rows$exact <- mapply(function(r, a) p_of(pairs, "exact", r, a), rows$rule, rows$alternative)
  rows$asymptotic <- mapply(
    function(r, a) p_of(pairs, "asymptotic", r, a), rows$rule, rows$alternative
  )
  list(first = pairs$first, second = pairs$second, rows = rows)
}

cases <- expand.grid(n = c(5, 8, 13, 21, 40, 60), k = c(5, 7), lean = c(2, 3, 5))

square <- function(counts, k, scored = TRUE) {
  table <- as.table(matrix(counts, k, byrow = TRUE))
  dimnames(table) <- list(first = as.character(seq_len(k)), second = as.character(seq_len(k)))
  nominal <- suppressWarnings(mh_test(table))
  bowker <- suppressWarnings(mcnemar.test(table, correct = FALSE))
  ordered <- mh_test(table, scores = list(response = seq_len(k)))
  uneven <- mh_test(table, scores = list(response = seq_len(k)^2))
  list(
    table = matrix(counts, k, byrow = TRUE),
    stuart_maxwell = as.numeric(statistic(nominal)), p_stuart_maxwell = as.numeric(pvalue(nominal)),
    bowker = as.numeric(bowker$statistic), df_bowker = as.numeric(bowker$parameter),
    p_bowker = bowker$p.value,
    chi_ordered = as.numeric(statistic(ordered))^2, p_ordered = as.numeric(pvalue(ordered)),
    chi_uneven = as.numeric(statistic(uneven))^2, p_uneven = as.numeric(pvalue(uneven))
  )
}

tables <- list(
  vision = square(
    c(1520, 266, 124, 66, 234, 1512, 432, 78, 117, 362, 1772, 205, 36, 82, 179, 492), 4
  ),
  small = square(c(4, 3, 1, 2, 1, 5, 2, 1, 6, 1, 3, 2, 1, 2, 4, 7), 4),
  five = square(
    c(9, 4, 2, 1, 1, 2, 8, 5, 2, 1, 3, 1, 7, 6, 2, 1, 2, 2, 9, 4, 2, 1, 1, 3, 8), 5
  )
)

approval <- matrix(c(794, 86, 150, 570), 2)
untied <- c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30)
after <- c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
difference <- untied - after
shifts <- wilcox.test(untied, after, paired = TRUE, conf.int = TRUE)
group <- wilcox.test(untied[1:4], after[c(1:5, 8, 9)], conf.int = TRUE)

t_tested <- lapply(cases$n[c(1, 3, 6)], function(n) {
  pairs <- answers(n, 5, 3)
  found <- lapply(c("two.sided", "less", "greater"), function(side) {
    t.test(pairs$first, pairs$second, paired = TRUE, alternative = side)
  })
  list(
    first = pairs$first, second = pairs$second, t = as.numeric(found[[1]]$statistic),
    df = as.numeric(found[[1]]$parameter), low = found[[1]]$conf.int[1],
    high = found[[1]]$conf.int[2], p = vapply(found, function(one) one$p.value, 0)
  )
})

tails <- list(
  t = lapply(
    list(c(30, 40), c(1e4, 100), c(1e6, 77), c(40, 1e6), c(-5, 10), c(1e100, 5)),
    function(x) c(x, pt(x[1], x[2], lower.tail = FALSE, log.p = TRUE))
  ),
  chi_square = lapply(
    list(c(3, 3), c(1000, 3), c(3000, 3), c(3000, 1), c(1e5, 10), c(2500, 45)),
    function(x) c(x, pchisq(x[1], x[2], lower.tail = FALSE, log.p = TRUE))
  ),
  sign = lapply(
    list(c(9, 2), c(3, 3), c(2, 7), c(530, 470), c(70000, 30000), c(40, 0)),
    function(x) {
      p <- vapply(c("two.sided", "less", "greater"), function(side) {
        binom.test(x[1], sum(x), alternative = side)$p.value
      }, 0)
      list(counts = x, p = p, log_tail = pbinom(max(x) - 1, sum(x), 0.5, FALSE, TRUE))
    }
  )
)

cat(toJSON(list(
  signed_rank = lapply(seq_len(nrow(cases)), function(i) signed_rank(cases[i, ])),
  tables = tables,
  mcnemar = list(
    plain = as.numeric(mcnemar.test(approval, correct = FALSE)$statistic)
  ),
  depression = list(
    first = untied, second = after, v = as.numeric(shifts$statistic), p = shifts$p.value,
    shift = as.numeric(shifts$estimate), shift_of_five = as.numeric(group$estimate)
  ),
  t = t_tested, tails = tails
), digits = NA, auto_unbox = TRUE, na = "string", pretty = FALSE, dataframe = "columns"
), "\n", sep = "")
