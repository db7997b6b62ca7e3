# Reliability by psych (alpha, alpha.ci, fa, cor.smooth, polychoric, splitHalf), base R's cor, and
# polychoric correlations by mnormt with optimize and optim, to tight tolerances.
# Prints JSON; `python -m nox -s oracles` stores it as reliability.json. Needs psych, mnormt, jsonlite.
suppressPackageStartupMessages({
  library(jsonlite)
  library(psych)
  library(mnormt)
})

# bfi, the items A1 to A5 of the first rows, A1 reversed on 1 to 6, complete cases.
data(bfi, package = if (requireNamespace("psychTools", quietly = TRUE)) "psychTools" else "psych")
whole <- na.omit(bfi[, c("A1", "A2", "A3", "A4", "A5")])
counts_of <- function(x) {
  key <- apply(x, 1, paste, collapse = " ")
  n <- table(key)
  cbind(do.call(rbind, lapply(strsplit(names(n), " "), as.integer)), as.integer(n))
}
published <- whole
published$A1 <- 7 - published$A1

set.seed(20010102)
n <- 150
trait <- rnorm(n)
loads <- c(.9, .8, .7, .6, .5, -.7)
raw <- 3 + outer(trait, loads) + matrix(rnorm(n * 6, sd = .9), n)
answers <- pmin(pmax(round(raw), 1), 5)
answers[, 6] <- pmin(pmax(round(raw[, 6]), 1), 4)
gaps <- answers
gaps[matrix(runif(n * 6) < .06, n)] <- NA
keyed <- gaps
keyed[, 6] <- 5 - keyed[, 6]
complete <- na.omit(keyed)

coefficients <- function(x) {
  found <- suppressWarnings(psych::alpha(x, warnings = FALSE, check.keys = FALSE))
  r <- cor(x)
  factor <- suppressWarnings(fa(x, nfactors = 1, fm = "minres", rotate = "none"))
  loading <- as.numeric(factor$loadings)
  if (sum(loading) < 0) loading <- -loading
  # The same minimum, to a tight tolerance.
  residual <- function(l) {
    d <- r - tcrossprod(l)
    sum(d[lower.tri(d)]^2)
  }
  slope <- function(l) {
    d <- r - tcrossprod(l)
    diag(d) <- 0
    -2 * as.numeric(d %*% l)
  }
  fit <- optim(loading, residual, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 1e4))
  tight <- fit$par
  psi <- 1 - tight^2
  list(
    n = nrow(x), raw = found$total$raw_alpha, standard = found$total$std.alpha,
    lambda_2 = guttman_2(cov(x)),
    ci = unlist(alpha.ci(found$total$raw_alpha, n.obs = nrow(x), n.var = ncol(x))[c("lower.ci", "upper.ci")]),
    ci_90 = unlist(alpha.ci(found$total$raw_alpha, n.obs = nrow(x), n.var = ncol(x), p.val = .1)[c("lower.ci", "upper.ci")]),
    dropped = found$alpha.drop$raw_alpha, rest = found$item.stats$r.drop,
    mean = found$item.stats$mean, sd = found$item.stats$sd,
    loading_psych = loading, loading = tight,
    omega = sum(tight)^2 / (sum(tight)^2 + sum(psi)), omega_observed = (sum(r) - sum(psi)) / sum(r)
  )
}
# Guttman (1945).
guttman_2 <- function(s) {
  k <- ncol(s)
  off <- s
  diag(off) <- 0
  (sum(off) + sqrt(k / (k - 1) * sum(off^2))) / sum(s)
}

# All halvings, by the correlation of the sums of the answers.
halves <- function(x) {
  k <- ncol(x)
  sets <- combn(k, k / 2)
  sets <- sets[, sets[1, ] == 1, drop = FALSE]
  r <- apply(sets, 2, function(s) cor(rowSums(x[, s]), rowSums(x[, -s])))
  v <- apply(sets, 2, function(s) 4 * cov(rowSums(x[, s]), rowSums(x[, -s])) / var(rowSums(x)))
  list(n = ncol(sets), mean = mean(2 * r / (1 + r)), min = min(2 * r / (1 + r)),
       max = max(2 * r / (1 + r)), lambda_4 = max(v), mean_rulon = mean(v))
}

cuts <- function(m) qnorm(cumsum(m) / sum(m))[-length(m)]
cells <- function(rho, a, b) {
  a <- c(-Inf, a, Inf)
  b <- c(-Inf, b, Inf)
  joint <- outer(seq_along(a), seq_along(b), Vectorize(function(i, j) {
    if (a[i] == -Inf || b[j] == -Inf) return(0)
    if (a[i] == Inf) return(pnorm(b[j]))
    if (b[j] == Inf) return(pnorm(a[i]))
    sadmvn(c(-Inf, -Inf), c(a[i], b[j]), c(0, 0), matrix(c(1, rho, rho, 1), 2))
  }))
  p <- joint[-1, -1] - joint[-nrow(joint), -1] - joint[-1, -ncol(joint)] +
    joint[-nrow(joint), -ncol(joint)]
  pmax(p, 1e-300)
}
likelihood <- function(counts, p) sum(ifelse(counts > 0, counts * log(p), 0))
two_step <- function(counts) {
  a <- cuts(rowSums(counts))
  b <- cuts(colSums(counts))
  optimize(function(r) -likelihood(counts, cells(r, a, b)), c(-.999, .999), tol = 1e-12)$minimum
}
maximum <- function(counts) {
  a <- cuts(rowSums(counts))
  b <- cuts(colSums(counts))
  r <- two_step(counts)
  target <- function(p) {
    x <- p[1 + seq_along(a)]
    y <- p[1 + length(a) + seq_along(b)]
    if (abs(p[1]) >= 1 || is.unsorted(x) || is.unsorted(y)) return(1e10)
    -likelihood(counts, cells(p[1], x, y))
  }
  fit <- optim(c(r, a, b), target, method = "BFGS", hessian = TRUE,
               control = list(reltol = 1e-15, maxit = 1000, ndeps = rep(1e-5, 1 + length(c(a, b)))))
  list(r = fit$par[1], se = sqrt(solve(fit$hessian)[1, 1]), log_likelihood = -fit$value)
}
tables <- list(
  square = matrix(c(12, 5, 2, 6, 20, 9, 1, 8, 17), 3),
  oblong = matrix(c(30, 11, 4, 12, 18, 13, 5, 9, 21, 2, 3, 16), 3),
  two = matrix(c(40, 12, 15, 33), 2),
  empty = matrix(c(10, 3, 0, 4, 12, 6, 0, 5, 14), 3),
  negative = matrix(c(1, 4, 15, 6, 12, 5, 18, 7, 2), 3)
)
polychorics <- lapply(tables, function(counts) {
  rows <- which(counts >= 0, arr.ind = TRUE)
  its <- suppressWarnings(polychoric(rows[rep(seq_len(nrow(rows)), counts), ], correct = 0))
  list(counts = counts, two_step = two_step(counts), psych = its$rho[1, 2],
       maximum = maximum(counts))
})
poly <- suppressWarnings(polychoric(complete, correct = 0, smooth = FALSE)$rho)
rough <- matrix(c(1, .9, .2, .9, 1, -.8, .2, -.8, 1), 3)

cat(toJSON(list(
  versions = list(R = R.version.string, psych = as.character(packageVersion("psych")),
                  mnormt = as.character(packageVersion("mnormt"))),
  bfi = list(counts = counts_of(whole), found = coefficients(published)),
  answers = gaps, complete = coefficients(complete), halves = halves(complete),
  pairwise = list(
    raw = psych::alpha(keyed, warnings = FALSE, check.keys = FALSE)$total$raw_alpha,
    pearson = cor(gaps, use = "pairwise"), spearman = cor(gaps, use = "pairwise", method = "spearman"),
    test = unlist(cor.test(gaps[, 1], gaps[, 2])$conf.int[1:2])
  ),
  polychoric = polychorics,
  ordinal = list(rho = poly, alpha = ncol(poly) / (ncol(poly) - 1) * (1 - ncol(poly) / sum(poly))),
  smooth = list(rough = rough, made = suppressWarnings(cor.smooth(rough)))
), digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE, matrix = "rowmajor"), "\n", sep = "")
