"""Properties of a black oil by correlation, so that pressure tables in the samples are physically plausible."""

from __future__ import annotations

from dataclasses import dataclass

_PSI_PER_BAR = 14.5038
_SCF_PER_STB = 5.6146  # per Sm3/Sm3
_WATER_KG_M3, _AIR_KG_SM3 = 999.0, 1.225
_COMPRESSIBILITY_PER_BAR = 1.6e-4  # of the undersaturated oil


@dataclass(frozen=True)
class Oil:
    """A reservoir oil of one temperature.

    Parameters
    ----------
    gravity_api : float
        Gravity of the stock tank oil.
    gas_gravity : float
        Density of the gas, relative to air.
    temperature_c : float
        Reservoir temperature.
    gor_sm3_sm3 : float
        Gas dissolved at and above the bubble point.

    References
    ----------
    Standing (1947) for gas in solution and volume factor, Beggs and Robinson (1975) for viscosity, as given in
    McCain, "The Properties of Petroleum Fluids", 2nd edition, PennWell 1990.
    """

    gravity_api: float
    gas_gravity: float
    temperature_c: float
    gor_sm3_sm3: float

    @property
    def relative_density(self) -> float:
        """Density of the stock tank oil relative to water."""
        return 141.5 / (131.5 + self.gravity_api)

    @property
    def bubble_point_bar(self) -> float:
        """Pressure at which the first gas leaves the oil, to the tenth that a laboratory reports."""
        scf = self.gor_sm3_sm3 * _SCF_PER_STB
        pressure_psi = 18.2 * (float((scf / self.gas_gravity) ** 0.83) * self._solubility - 1.4)
        return round(pressure_psi / _PSI_PER_BAR, 1)

    @property
    def _fahrenheit(self) -> float:
        return self.temperature_c * 1.8 + 32

    @property
    def _solubility(self) -> float:
        return float(10 ** (0.00091 * self._fahrenheit - 0.0125 * self.gravity_api))

    def gas_in_solution(self, pressure_bar: float) -> float:
        """Return the dissolved gas in Sm3/Sm3, constant above the bubble point and zero at atmospheric pressure."""
        if pressure_bar >= self.bubble_point_bar:
            return self.gor_sm3_sm3
        if pressure_bar <= 1.02:
            return 0.0
        psi = pressure_bar * _PSI_PER_BAR
        return float(self.gas_gravity * ((psi / 18.2 + 1.4) / self._solubility) ** (1 / 0.83) / _SCF_PER_STB)

    def volume_factor(self, pressure_bar: float) -> float:
        """Return the oil formation volume factor in m3/Sm3."""
        scf = self.gas_in_solution(pressure_bar) * _SCF_PER_STB
        correlation = scf * (self.gas_gravity / self.relative_density) ** 0.5 + 1.25 * self._fahrenheit
        above = max(0.0, pressure_bar - self.bubble_point_bar)
        return float((0.9759 + 0.00012 * correlation**1.2) * (1 - _COMPRESSIBILITY_PER_BAR * above))

    def density_g_cm3(self, pressure_bar: float) -> float:
        """Return the density of the oil with its gas, by mass balance."""
        mass = self.relative_density * _WATER_KG_M3
        mass += self.gas_in_solution(pressure_bar) * self.gas_gravity * _AIR_KG_SM3
        return mass / self.volume_factor(pressure_bar) / 1000

    def viscosity_cp(self, pressure_bar: float) -> float:
        """Return the viscosity of the oil with its gas, rising gently above the bubble point."""
        exponent = 10 ** (3.0324 - 0.02023 * self.gravity_api) * self._fahrenheit**-1.163
        dead = 10**exponent - 1
        scf = self.gas_in_solution(pressure_bar) * _SCF_PER_STB
        live = 10.715 * (scf + 100) ** -0.515 * dead ** (5.44 * (scf + 150) ** -0.338)
        return float(live * (1 + 0.0009 * max(0.0, pressure_bar - self.bubble_point_bar)))

    def relative_volume(self, pressure_bar: float) -> float:
        """Return the volume at constant composition relative to that at the bubble point."""
        bubble = self.bubble_point_bar
        if pressure_bar >= bubble:
            return 1 - _COMPRESSIBILITY_PER_BAR * (pressure_bar - bubble)
        y_function = 1.75 + 0.0058 * pressure_bar  # the usual straight line of a Y-function plot
        return 1 + (bubble - pressure_bar) / (pressure_bar * y_function)


ISHAVSBRIS = Oil(gravity_api=38.2, gas_gravity=0.80, temperature_c=68.4, gor_sm3_sm3=96.0)
LODVIK = Oil(gravity_api=33.6, gas_gravity=0.84, temperature_c=96.0, gor_sm3_sm3=71.0)
TINDVARG = Oil(gravity_api=24.8, gas_gravity=0.72, temperature_c=76.0, gor_sm3_sm3=52.0)
