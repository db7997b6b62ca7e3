# Response styles and signs of careless answers by base R: rle, sd, cor, mahalanobis, pchisq, lm.
# Prints JSON; `python -m nox -s oracles` stores it as careless.json. Needs jsonlite.
suppressPackageStartupMessages(library(jsonlite))

set.seed(20010101)
n <- 40
trait <- matrix(rnorm(n * 3), n)
loaded <- trait[, rep(1:3, each = 4)]
# Every second item of a subscale is keyed negatively.
sign <- rep(c(1, -1, 1, -1), 3)
raw <- 3 + sweep(loaded, 2, sign, "*") + matrix(rnorm(n * 12, sd = 0.8), n)
complete <- pmin(pmax(round(raw), 1), 5)
complete[1, ] <- 4
complete[2, ] <- sample(1:5, 12, replace = TRUE)
gaps <- complete
gaps[matrix(runif(n * 12) < 0.08, n)] <- NA
gaps[3, ] <- NA
gaps[4, -5] <- NA
names <- paste0("q", 1:12)
colnames(complete) <- colnames(gaps) <- names

rows <- function(data, f) apply(data, 1, f)
longest <- function(x) if (all(is.na(x))) 0 else max(rle(x[!is.na(x)])$lengths)
mean_of <- function(x) if (all(is.na(x))) NaN else mean(x, na.rm = TRUE)

styles <- function(x) {
  x <- x[!is.na(x)]
  k <- length(x)
  n <- tabulate(x, 5)
  c(
    (n[4] + 2 * n[5]) / k, (n[2] + 2 * n[1]) / k,
    (n[4] + 2 * n[5]) / k - (n[2] + 2 * n[1]) / k, (n[1] + n[5]) / k, n[3] / k
  )
}

# The halves of a subscale: its first and third, its second and fourth item, keyed.
jackson <- function(x) {
  keyed <- ifelse(sign > 0, x, 6 - x)
  halves <- sapply(0:2, function(s) {
    c(mean_of(keyed[4 * s + c(1, 3)]), mean_of(keyed[4 * s + c(2, 4)]))
  })
  halves <- halves[, !is.na(colSums(halves)), drop = FALSE]
  if (ncol(halves) < 3) return(NaN)
  r <- suppressWarnings(cor(halves[1, ], halves[2, ]))
  max(2 * r / (1 + r), -1)
}

synonyms <- function(data, least) {
  r <- cor(data, use = "pairwise.complete.obs")
  found <- which(r > least & upper.tri(r), arr.ind = TRUE)
  found <- found[order(found[, 1], found[, 2]), ]
  within <- rows(data, function(x) {
    both <- !is.na(x[found[, 1]]) & !is.na(x[found[, 2]])
    if (sum(both) < 3) return(NaN)
    suppressWarnings(cor(x[found[both, 1]], x[found[both, 2]]))
  })
  list(n_pairs = nrow(found), within = within)
}

figures <- function(data, least) {
  list(
    answers = data, longstring = rows(data, longest),
    irv = rows(data, function(x) sd(x, na.rm = TRUE)), even_odd = rows(data, jackson),
    synonyms = synonyms(data, least), styles = rows(data, styles)
  )
}

d2 <- mahalanobis(complete, colMeans(complete), cov(complete))

# With gaps in the last of three columns alone, maximum likelihood has a closed form (Anderson
# 1957): the regression of the last on the others, over the rows that have it.
three <- complete[, c(1, 4, 6)]
three[c(5, 9, 14, 22, 31), 3] <- NA
fit <- lm(three[, 3] ~ three[, 1] + three[, 2])
mu <- colMeans(three[, 1:2])
s <- cov(three[, 1:2]) * (n - 1) / n
b <- coef(fit)[2:3]
residual <- mean(resid(fit)^2)
mu3 <- coef(fit)[1] + sum(b * mu)
s13 <- s %*% b
sigma <- rbind(cbind(s, s13), c(s13, residual + sum(b * s13)))
sigma <- sigma * n / (n - 1)
center <- c(mu, mu3)
monotone <- sapply(seq_len(n), function(i) {
  there <- which(!is.na(three[i, ]))
  mahalanobis(three[i, there], center[there], sigma[there, there])
})

# JSON knows no NaN: it is written as a text.
cat(toJSON(list(
  complete = figures(complete, 0.5), gaps = figures(gaps, 0.5),
  mahalanobis = list(squared = d2, pvalue = pchisq(d2, 12, lower.tail = FALSE)),
  monotone = list(answers = three, squared = monotone)
), digits = NA, auto_unbox = TRUE, na = "string", pretty = FALSE, matrix = "rowmajor"), "\n",
sep = "")
