"""From GCJ-02 to WGS-84: maps made in China show every point a few hundred metres away.

The shift is prescribed and its formula was never published; the one below is what everybody uses
since it leaked (the `eviltransform` of 2010: Krasovsky 1940 ellipsoid, a = 6 378 245 m,
e² = 0.006 693 421 622 965 943 23, and sums of sines). It knows only the way to GCJ-02; back goes
by repeating until nothing moves. Outside the box around China there is no shift.
"""

from math import cos, pi, radians, sin, sqrt

_A = 6_378_245.0
_EE = 0.00669342162296594323
_WEST, _SOUTH, _EAST, _NORTH = 72.004, 0.8293, 137.8347, 55.8271
_ROUNDS = 6  # each round leaves about a thousandth of the error


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """(lat, lon) in degrees of WGS-84 as a map made in China shows it."""
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    magic = 1 - _EE * sin(radians(lat)) ** 2
    degree_north = radians(_A * (1 - _EE) / (magic * sqrt(magic)))
    degree_east = radians(_A / sqrt(magic) * cos(radians(lat)))
    return lat + north / degree_north, lon + east / degree_east


def to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """(lat, lon) in degrees of GCJ-02 as a receiver of satellites knows it, to a millimetre."""
    guess = lat, lon
    for _ in range(_ROUNDS):
        there = to_gcj02(*guess)
        guess = guess[0] + lat - there[0], guess[1] + lon - there[1]
    return guess
