"""What a driver's conversation wants done beside what happens to orders at the door."""

from dataclasses import dataclass

from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOrder:
    """Nobody was at home, and the bags stay with a neighbour or at a pickup point, unpaid."""

    numbers: tuple[OrderNumber, ...]
    where: str
    """As the resident is told: 'Mme Martin', 'Mairie'."""


DriverCommand = LeaveOrder
