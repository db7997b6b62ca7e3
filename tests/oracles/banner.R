# The letters of banners: every two columns of a span compared by base R and by survey, at two levels
# and with corrections, without weights and in a design; and two waves that some answered both.
# Prints JSON; `python -m nox -s oracles` stores it as banner.json. Needs survey and jsonlite.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})
options(survey.lonely.psu = "fail")
set.seed(20261202)

levels_of <- c(0.95, 0.8)

# The letter of the lower column beside the higher, small where the second level alone is reached.
letters_of <- function(columns, compared, correction) {
  compared$adjusted <- p.adjust(compared$pvalue, correction)
  marks <- setNames(rep("", length(columns)), columns)
  for (b in seq_along(columns)) {
    for (a in seq_along(columns)) {
      row <- compared[compared$first == min(a, b) & compared$second == max(a, b), ]
      lower <- if (a < b) -row$difference else row$difference
      if (a == b || lower <= 0 || row$adjusted >= 1 - levels_of[2]) next
      mark <- if (row$adjusted < 1 - levels_of[1]) LETTERS[a] else letters[a]
      marks[b] <- paste0(marks[b], mark)
    }
  }
  as.list(marks)
}

compared_by <- function(columns, test) {
  pairs <- combn(length(columns), 2)
  rows <- apply(pairs, 2, function(pair) {
    found <- test(columns[pair[1]], columns[pair[2]])
    data.frame(first = pair[1], second = pair[2], difference = found[1], pvalue = found[2])
  })
  do.call(rbind, rows)
}

marked <- function(columns, test) {
  compared <- compared_by(columns, test)
  sapply(c("none", "holm", "BH"), function(correction) {
    letters_of(columns, compared, correction)
  }, simplify = FALSE)
}

sample_of <- function(number) {
  n <- 240
  rows <- data.frame(
    region = sample(c("a", "b", "c", "d"), n, replace = TRUE),
    stratum = rep(c("x", "y", "z"), each = n / 3)
  )
  lift <- c(a = 0, b = 0.5, c = 1, d = 0.2)[rows$region]
  rows$q <- pmin(5, pmax(1, round(3 + lift + rnorm(n))))
  rows$q[runif(n) < 0.05] <- NA
  rows$weight <- round(exp(rnorm(n) / 2), 2)
  rows
}

unweighted <- function(rows) {
  rows <- rows[!is.na(rows$q), ]
  columns <- sort(unique(rows$region))
  list(
    top = marked(columns, function(a, b) {
      n <- c(sum(rows$region == a), sum(rows$region == b))
      inside <- c(sum(rows$region == a & rows$q > 3), sum(rows$region == b & rows$q > 3))
      tested <- prop.test(inside, n, correct = FALSE)
      c(inside[1] / n[1] - inside[2] / n[2], tested$p.value)
    }),
    mean = marked(columns, function(a, b) {
      tested <- t.test(rows$q[rows$region == a], rows$q[rows$region == b])
      c(-diff(tested$estimate), tested$p.value)
    })
  )
}

# The difference of two domains of a design, its t with the units less the strata of both.
designed <- function(rows) {
  columns <- sort(unique(rows$region))
  rows$top <- as.numeric(rows$q > 3)
  design <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = rows)
  test_of <- function(formula) {
    function(a, b) {
      part <- subset(design, region %in% c(a, b) & !is.na(q))
      found <- svyby(formula, ~region, part, svymean, covmat = TRUE)
      apart <- svycontrast(found, setNames(c(1, -1), c(a, b)))
      t <- as.numeric(coef(apart)) / as.numeric(SE(apart))
      c(as.numeric(coef(apart)), 2 * pt(-abs(t), degf(part)))
    }
  }
  list(top = marked(columns, test_of(~top)), mean = marked(columns, test_of(~q)))
}

# Answers of a respondent in two waves are one cluster.
waves_of <- function(number) {
  n <- 90
  rows <- data.frame(
    who = c(1:n, (n / 3):(n + n / 3)), wave = rep(c("first", "second"), c(n, n + 1))
  )
  own <- rnorm(2 * n)[rows$who]
  rows$q <- pmin(5, pmax(1, round(3 + 0.25 * (rows$wave == "second") + own + rnorm(nrow(rows)) / 2)))
  rows
}

linked <- function(rows) {
  rows$top <- as.numeric(rows$q > 3)
  design <- svydesign(ids = ~who, weights = ~1, data = rows)
  columns <- c("first", "second")
  test_of <- function(formula) {
    function(a, b) {
      found <- svyby(formula, ~wave, design, svymean, covmat = TRUE)
      apart <- svycontrast(found, setNames(c(1, -1), c(a, b)))
      t <- as.numeric(coef(apart)) / as.numeric(SE(apart))
      c(as.numeric(coef(apart)), 2 * pt(-abs(t), degf(design)))
    }
  }
  list(top = marked(columns, test_of(~top)), mean = marked(columns, test_of(~q)))
}

spans <- lapply(1:8, function(number) {
  rows <- sample_of(number)
  list(rows = rows, unweighted = unweighted(rows), designed = designed(rows))
})
waves <- lapply(1:8, function(number) {
  rows <- waves_of(number)
  list(rows = rows, linked = linked(rows))
})

cat(toJSON(
  list(
    made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
    levels = levels_of, spans = spans, waves = waves
  ),
  digits = NA, auto_unbox = TRUE, dataframe = "columns", na = "null"
), "\n", sep = "")
