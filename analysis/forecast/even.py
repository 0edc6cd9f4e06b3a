"""Points that lie evenly in a box: Sobol's sequence with the direction numbers of Joe and Kuo, in five dimensions.

They are those of `scipy.stats.qmc.Sobol`, to the last bit and in its order; scipy.stats takes a third of a second to
load, and nothing else of a forecast needs it.
"""

import numpy as np
import numpy.typing as npt

DIMENSIONS = ((1, 1, (1,)), (2, 3, (1, 3)), (3, 3, (1, 3, 1)), (3, 5, (1, 1, 1)))
"""Of the second to the fifth: degree and bits of a primitive polynomial without its first 1, and first numbers."""
BITS = 32


def evenly(count: int) -> npt.NDArray[np.float64]:
    """Give the first so many points after the corner, `(point, dimension)`."""
    numbers = [[1] * BITS, *(_directions(*each) for each in DIMENSIONS)]
    return np.stack([_sequence(each, count) for each in numbers], axis=1)


def _directions(degree: int, polynomial: int, first: tuple[int, ...]) -> list[int]:
    """Give the numbers that a coordinate is made of: each follows from those before it by the polynomial."""
    found = list(first)
    for place in range(degree, BITS):
        number = found[place - degree]
        for back in range(1, degree + 1):
            if polynomial >> (degree - back) & 1:
                number ^= found[place - back] << back
        found.append(number)
    return found


def _sequence(directions: list[int], count: int) -> npt.NDArray[np.float64]:
    """Give one coordinate: each point differs from the one before by the direction of its number's lowest bit."""
    at, found = 0, []
    for point in range(1, count + 1):
        place = (point & -point).bit_length() - 1
        at ^= directions[place] << (BITS - 1 - place)
        found.append(at / 2**BITS)
    return np.array(found)
