"""The response scale of an item: its codes, their labels and what counts as no answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Self

import attrs

from likertkit._checks import holds_values
from likertkit.errors import ArgumentTypeError
from likertkit.instrument._coding import decode_column, encode_column, reverse_column
from likertkit.instrument._definition import as_code
from likertkit.instrument._parts import ScaleParts
from likertkit.instrument._presets import preset_labels, read_preset_name

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from likertkit.instrument._definition import Nonsubstantive
    from likertkit.instrument._presets import Orientation, PresetKind, PresetPoints

__all__ = ["LikertScale"]

_UNNAMED = "(unnamed)"


@attrs.frozen(repr=False)
class LikertScale(ScaleParts):
    """The ordered answers that an item offers, as codes and their labels.

    Parameters
    ----------
    codes : iterable of int, optional
        The code of every level that a respondent could choose, used or not; any distinct whole
        numbers, in ascending or descending order (a set in none), stored in ascending order. The
        order of the levels is that of their codes. The default is 1 to 5.
    labels : mapping of int to str or tuple of str, optional
        The label of some or all codes; the ends alone will do. A tuple gives a level several
        wordings, as of a survey in two languages: all are read, the first is printed.
    positive : {'high', 'low'} or None, optional
        Which end of the codes is the positive one: ``'low'`` where, say, 1 is "Strongly agree".
        It moves no code; it says what "top box" and "favourable" mean. None, the default, leaves
        it open: what needs a direction then raises a DirectionError, and nothing guesses.
    nonsubstantive : mapping of str to int, iterable of int or None, optional
        Answers that count as missing for a stated reason: the label of each with its code, its
        codes, or None where it has only the label. Their order is that of the counts.

    Raises
    ------
    DefinitionError
        If the parts contradict one another: codes that repeat, a label for something that is not a
        code, labels of two answers that differ only in case, spacing or invisible characters, a
        code with two meanings, a label that reads as another number; or if the codes go up and
        down, as where the neutral answer was coded last.
    ArgumentTypeError
        If a code is not a whole number or a label is not text.
    OptionError
        If *positive* is neither word nor None.

    Warns
    -----
    LikertkitWarning
        If *positive* contradicts well-known labels of both ends, as ``'high'`` does where 1 is
        "Strongly agree" and 5 is "Strongly disagree".

    Notes
    -----
    Scales are frozen; they hash, pickle and compare by all four parts, the order of the
    nonsubstantive answers included.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(
    ...     codes=(1, 2, 3, 4, 5),
    ...     labels={1: "Strongly agree", 5: "Strongly disagree"},
    ...     positive="low",
    ...     nonsubstantive={"Not applicable": 9, "Don't know": None},
    ... )
    >>> scale.encode(["strongly  AGREE", 2, "4.0", "Not applicable", None]).tolist()
    [1.0, 2.0, 4.0, nan, nan]

    A level may have several wordings:

    >>> scale = lk.LikertScale((0, 1), {0: ("No", "Nein"), 1: ("Yes", "Ja")})
    >>> scale.encode(["Yes", "nein", "Ja"]).tolist(), scale.labels
    ([1.0, 0.0, 1.0], {0: 'No', 1: 'Yes'})
    """

    @classmethod
    def from_labels(
        cls,
        labels: Iterable[str | tuple[str, ...]],
        *,
        first_code: int = 1,
        positive: Orientation | None = None,
        nonsubstantive: Nonsubstantive = (),
    ) -> Self:
        """Make a scale from the labels of all its levels.

        Parameters
        ----------
        labels : iterable of str or tuple of str
            One label a level, from the lowest code to the highest; a tuple where a level has
            several wordings.
        first_code : int, optional
            The code of the first label; the others follow one by one.
        positive : {'high', 'low'} or None, optional
            Whether the last label or the first is at the positive end; None leaves it open.
        nonsubstantive : mapping, optional
            As for :class:`LikertScale`.

        Returns
        -------
        LikertScale
            The scale, with a label for every level.

        Raises
        ------
        DefinitionError, ArgumentTypeError, OptionError
            As for :class:`LikertScale`.

        Examples
        --------
        >>> import likertkit as lk
        >>> lk.LikertScale.from_labels(["Never", "Sometimes", "Always"], first_code=0).labels
        {0: 'Never', 1: 'Sometimes', 2: 'Always'}
        """
        if isinstance(labels, str | bytes | Mapping) or not holds_values(labels):
            raise ArgumentTypeError(
                f"labels={labels!r} is not a list of labels.",
                "write LikertScale.from_labels(['Never', 'Sometimes', 'Always']); "
                "LikertScale(labels=...) takes a mapping of codes to labels.",
            )
        coded = dict(enumerate(labels, start=as_code(first_code, "first_code")))
        return cls(tuple(coded), coded, positive=positive, nonsubstantive=nonsubstantive)

    @classmethod
    def preset(
        cls,
        kind: PresetKind,
        points: PresetPoints = 5,
        *,
        positive: Orientation = "high",
        nonsubstantive: Nonsubstantive = (),
    ) -> Self:
        """Make a scale with a well-known wording.

        Parameters
        ----------
        kind : {'agreement', 'frequency', 'satisfaction', 'importance', 'likelihood', 'quality'}
            What is asked for.
        points : {4, 5, 6, 7, 11}, optional
            The number of levels. Codes run from 1; those of 11 points from 0 to 10, with labels
            at the ends only.
        positive : {'high', 'low'}, optional
            The end that bears the most positive words (agree, always, satisfied, important,
            likely, good): ``'low'`` gives them to the lowest code.
        nonsubstantive : mapping, optional
            As for :class:`LikertScale`.

        Returns
        -------
        LikertScale
            The scale.

        Raises
        ------
        OptionError
            If there is no such preset.

        References
        ----------
        .. [1] Vagias, W. M. (2006). Likert-type scale response anchors. Clemson International
           Institute for Tourism & Research Development, Clemson University.

        Examples
        --------
        >>> import likertkit as lk
        >>> lk.LikertScale.preset("quality", 4).labels
        {1: 'Poor', 2: 'Fair', 3: 'Good', 4: 'Excellent'}
        >>> lk.LikertScale.preset("likelihood", 11, positive="low").labels
        {0: 'Extremely likely', 10: 'Not at all likely'}
        """
        codes, labels = preset_labels(kind, points, positive)
        return cls(codes, labels, positive=positive, nonsubstantive=nonsubstantive)

    @classmethod
    def from_name(cls, name: str, *, nonsubstantive: Nonsubstantive = ()) -> Self:
        """Make a preset from its name, as the command line spells it.

        Parameters
        ----------
        name : str
            Kind and number of points, as in ``'agreement-5'``; ``'agreement-5-low'`` where the
            lowest code is the most positive.
        nonsubstantive : mapping, optional
            As for :class:`LikertScale`.

        Returns
        -------
        LikertScale
            The scale of :meth:`preset`.

        Raises
        ------
        ArgumentError, ArgumentTypeError
            If *name* names no preset.

        Examples
        --------
        >>> import likertkit as lk
        >>> lk.LikertScale.from_name("agreement-5-low").labels[1]
        'Strongly agree'
        """
        kind, points, positive = read_preset_name(name)
        return cls.preset(kind, points, positive=positive, nonsubstantive=nonsubstantive)

    def encode(self, values: Iterable[object], *, item: str = _UNNAMED) -> npt.NDArray[np.float64]:
        """Return the code of each answer.

        Parameters
        ----------
        values : iterable of scalars, length n
            Labels, codes or both at once ("2 - Minor"), in a list, a NumPy array, a pandas or
            polars Series, a pyarrow array or anything else that yields scalars. Case, spacing
            and invisible characters make no difference to text. A number beside words counts
            where they are the label of its level, or where *values* prove the form: every code
            has one wording, all in one style. "3 - Don't know" alone proves nothing.
        item : str, optional
            The item's name, for error messages.

        Returns
        -------
        ndarray of float, shape (n,)
            Codes as declared: `positive` turns nothing round. NaN where there is no answer
            (None, NaN, NaT, ``pandas.NA``, text without a visible character) and for
            nonsubstantive answers.

        Raises
        ------
        OffScaleError
            If a number is not one of the codes.
        UnknownLabelError
            If a text is not an answer of the scale ("NA", "None" and "nan" are texts like any
            other), or a value is a boolean.
        LabelConflictError
            If a code stands beside the label of another, as in "1: agree".
        ArgumentTypeError, ArgumentError
            If *values* is not a column of scalars.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.from_labels(["Never", "Sometimes", "Always"])
        >>> scale.encode(["never", " ALWAYS ", "(2) Sometimes", "3.0", None]).tolist()
        [1.0, 3.0, 2.0, 3.0, nan]
        """
        return encode_column(self.layout, values, item)

    def decode(self, codes: Iterable[object], *, item: str = _UNNAMED) -> npt.NDArray[np.object_]:
        """Return the label of each code; :meth:`encode` is the way back.

        Parameters
        ----------
        codes : iterable of numbers, length n
            Codes of levels or of nonsubstantive answers; NaN, None and NA are blank.
        item : str, optional
            The item's name, for error messages.

        Returns
        -------
        ndarray of str and None, shape (n,)
            The label where there is one, else the code in digits; None for blanks.

        Raises
        ------
        OffScaleError
            If a number is not one of the codes.
        ArgumentTypeError, ArgumentError
            If *codes* is not a column of numbers.

        Examples
        --------
        >>> import likertkit as lk
        >>> lk.LikertScale((1, 2, 3), {1: "Never", 3: "Always"}).decode([1, 2, None]).tolist()
        ['Never', '2', None]
        """
        return decode_column(self.layout, codes, item)

    def reverse(self, codes: Iterable[object], *, item: str = _UNNAMED) -> npt.NDArray[np.float64]:
        """Return each number mirrored on the scale: ``low + high - code``.

        The range is the declared one, whatever was observed, so that reversing twice gives the
        same numbers again. Scale scores between two codes may be mirrored too.

        Parameters
        ----------
        codes : iterable of numbers, length n
            Numbers from `low` to `high`; NaN, None and NA are blank.
        item : str, optional
            The item's name, for error messages.

        Returns
        -------
        ndarray of float, shape (n,)
            The mirrored numbers; NaN for blanks and for codes of nonsubstantive answers.

        Raises
        ------
        OffScaleError
            If a number lies outside `low` to `high` and is not a declared code.
        ArgumentTypeError, ArgumentError
            If *codes* is not a column of numbers.

        Examples
        --------
        >>> import likertkit as lk
        >>> lk.LikertScale((1, 2, 3, 4, 5)).reverse([1, 2, 4, None]).tolist()
        [5.0, 4.0, 2.0, nan]
        """
        return reverse_column(self.layout, codes, item)
