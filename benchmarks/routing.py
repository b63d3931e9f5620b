"""How good the planner's routes are: `python benchmarks/routing.py FOLDER`.

FOLDER holds Solomon's instances of vehicle routing with time windows (`C101.txt`, …) with the best
known solution of each (`C101.sol`), distances cut to one decimal. They go through the planner as
a village's round does, each for some seconds of the processor; the village's own rounds are made
here, by dice with a fixed seed, and compared with what half a minute of search finds.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot
from pathlib import Path
from random import Random
from time import process_time

from tournee.orders.planning.greedy import Nearest
from tournee.orders.planning.model import Aim, Plan, Point, Problem, Stage, Task, Vehicle
from tournee.orders.planning.planner import Planner
from tournee.orders.planning.ports import Effort, Ways
from tournee.orders.planning.pyvrp_solver import PyVrp
from tournee.orders.planning.travel import ByRoad

TENTHS = 10
"""Solomon's distances, times ten, are whole numbers."""
SIZES = (10, 40, 100, 200, 300)


class Straight:
    """Solomon's plane: tenths, cut."""

    def between(self, points: Sequence[Point]) -> Ways:
        tenths = tuple(
            tuple(int(TENTHS * hypot(a.lon - b.lon, a.lat - b.lat)) for b in points) for a in points
        )
        return Ways(seconds=tenths, metres=tenths)


def solomon(path: Path) -> Problem:
    rows = list(_figures(path))
    (vehicles, capacity), (_, x, y, _, _, back, _), *customers = rows
    depot = Point(y, x)
    tasks = tuple(
        Task(
            key=str(number),
            point=Point(cy, cx),
            service=TENTHS * service,
            earliest=TENTHS * ready,
            latest=TENTHS * due,
            load=demand,
        )
        for number, cx, cy, demand, ready, due, service in customers
    )
    vans = tuple(
        Vehicle(key=str(n), start=depot, end=depot, back=TENTHS * back, capacity=capacity)
        for n in range(vehicles)
    )
    return Problem(tasks=tasks, vehicles=vans, aim=Aim.TRAVEL)


def _figures(path: Path) -> Iterator[list[int]]:
    for line in path.read_text().splitlines():
        words = line.split()
        if words and all(word.isdigit() for word in words):
            yield [int(word) for word in words]


def best_known(path: Path) -> int:
    cost = next(line for line in path.read_text().splitlines() if line.startswith("Cost"))
    return round(TENTHS * float(cost.split()[1]))


def check(problem: Problem, plan: Plan) -> None:
    """Stop where a plan breaks what the problem asks."""
    keys = [key for route in plan.routes for key in route.keys]
    load = {task.key: task.load for task in problem.tasks}
    whole = sorted(keys) == sorted(load)
    fits = all(
        (van.capacity is None or sum(load[k] for k in route.keys) <= van.capacity)
        and (van.back is None or route.ends <= van.back)
        for route, van in zip(plan.routes, problem.vehicles, strict=True)
    )
    if not whole or not fits or plan.late:
        sys.exit(f"a plan is wrong: {whole=} {fits=} {plan.late=}")


def village(stops: int, seed: int = 1) -> Problem:
    """A round of hamlets within some kilometres: five shops, a third of the doors with hours.

    Each of those is a window of two hours about when a driver in no hurry could be there, so that
    all can be kept.
    """
    dice = Random(seed)
    centre = Point(46.871, 3.402)
    hamlets = [_near(dice, centre, 0.06) for _ in range(max(3, stops // 8))]
    shops = [
        Task(key=f"shop{n}", point=_near(dice, centre, 0.003), service=300, stage=Stage.COLLECT)
        for n in range(5)
    ]
    doors = [
        Task(key=str(n), point=_near(dice, dice.choice(hamlets), 0.004), service=180)
        for n in range(stops)
    ]
    drivers = max(1, stops // 60)
    vans = [Vehicle(key=str(n), start=centre, end=centre) for n in range(drivers)]
    free = Problem(tasks=(*(shops if drivers == 1 else ()), *doors), vehicles=tuple(vans))
    calm = Planner(travel=ByRoad(), solver=Nearest()).plan(free)
    at = {visit.key: visit.starts for route in calm.routes for visit in route.visits}
    tasks = (_timed(dice, task, at[task.key]) for task in free.tasks)
    return replace(free, tasks=tuple(tasks))


def _timed(dice: Random, task: Task, at: int) -> Task:
    if task.stage is Stage.COLLECT or dice.random() > 1 / 3:
        return task
    return replace(task, earliest=max(0, at - 3600), latest=at + 3600)


def _near(dice: Random, point: Point, degrees: float) -> Point:
    return Point(dice.gauss(point.lat, degrees / 3), dice.gauss(point.lon, degrees / 2))


def cost(problem: Problem, plan: Plan) -> int:
    """What the planner keeps small: travel, and half of it waiting."""
    travel = sum(route.ends - route.departs for route in plan.routes)
    service = sum(task.service for task in problem.tasks)
    waiting = sum(v.starts - v.arrives for route in plan.routes for v in route.visits)
    return 2 * (travel - service) - waiting


def measure_solomon(folder: Path, seconds: float) -> None:
    planner = Planner(travel=Straight(), solver=PyVrp(), effort=Effort(seconds=seconds))
    print(f"| instance | vehicles | best known | ours in {seconds:g} s | over |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for path in sorted(folder.glob("*.txt")):
        problem = solomon(path)
        plan = planner.plan(problem)
        check(problem, plan)
        ours, best = sum(r.metres for r in plan.routes), best_known(path.with_suffix(".sol"))
        used = sum(bool(r.visits) for r in plan.routes)
        over = 100 * (ours - best) / best
        print(f"| {path.stem} | {used} | {best / 10} | {ours / 10} | {over:.2f} % |", flush=True)


def measure_villages(longest: float) -> None:
    usual = Planner(travel=ByRoad(), solver=PyVrp())
    long = Planner(travel=ByRoad(), solver=PyVrp(), effort=Effort(seconds=longest))
    print("\n| stops | drivers | seconds | over " + f"{longest:g} s of search |")
    print("| ---: | ---: | ---: | ---: |")
    for stops in SIZES:
        problem = village(stops)
        began = process_time()
        plan = usual.plan(problem)
        took = process_time() - began
        check(problem, plan)
        ours, best = cost(problem, plan), cost(problem, long.plan(problem))
        over = 100 * (ours - best) / best
        print(f"| {stops} | {len(problem.vehicles)} | {took:.2f} | {over:.2f} % |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="of Solomon's instances")
    parser.add_argument("--seconds", type=float, default=10.0, help="of search for each instance")
    parser.add_argument("--longest", type=float, default=30.0, help="to compare villages with")
    told = parser.parse_args()
    if told.folder is not None:
        if not any(told.folder.glob("*.txt")):
            sys.exit(f"no instances (*.txt) in {told.folder}")
        measure_solomon(told.folder, told.seconds)
    measure_villages(told.longest)


if __name__ == "__main__":
    main()
