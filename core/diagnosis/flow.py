"""Values for a chosen set of cells: the flow that settles every node, or a cut that shows none does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from core.diagnosis.problem import Problem

Values = dict[int, int]  # new figure of each chosen edge


def solve_forest(problem: Problem, chosen: Sequence[int]) -> Values | None:
    """The one set of new figures on a forest of edges; None when a figure would fall below 0 or a node
    they touch is left over (others are not looked at). A set with a cycle is put to `route`."""
    net, base = problem.network, problem.base
    at: dict[int, list[int]] = {}
    for edge in chosen:
        at.setdefault(net.head[edge], []).append(edge)
        at.setdefault(net.tail[edge], []).append(edge)
    need = {node: problem.needs[node] for node in at}
    values: Values = {}
    leaves = [node for node, edges in at.items() if len(edges) == 1]
    for node in leaves:
        if at[node]:
            edge = at[node].pop()
            raised = net.head[edge] == node
            other = net.tail[edge] if raised else net.head[edge]
            values[edge] = base[edge] + (need[node] if raised else -need[node])
            need[other] += need[node]
            need[node] = 0
            at[other].remove(edge)
            if len(at[other]) == 1:
                leaves.append(other)
    if len(values) < len(chosen):
        return route(problem, chosen)[0]
    return None if any(need.values()) or min(values.values(), default=0) < 0 else values


def route(problem: Problem, chosen: Sequence[int], wish: Mapping[int, int] | None = None) -> tuple[Values | None, int]:
    """New figures >= 0 on any set of edges, as near to wish (else the present figures) as a few shifts allow.

    Without a solution: None and the mask of the edges of which at least one more must change (those that
    could carry what is missing across a cut the chosen ones cannot cross; Gale's condition). Needs no node
    outside the chosen edges to be settled otherwise.
    """
    net, base = problem.network, problem.base
    values = {e: max(0, (wish or {}).get(e, base[e])) for e in chosen}
    need = list(problem.needs)
    for edge, value in values.items():
        need[net.head[edge]] -= value - base[edge]
        need[net.tail[edge]] += value - base[edge]
    while any(need):
        path, seen = _path(problem, values, need)
        if path is None:
            return None, _crossing(problem, seen)
        _shift(problem, values, need, path)
    return values, 0


def complete(problem: Problem, chosen: Sequence[int]) -> Values:
    """New figures that make the table hold, with few edges beside the chosen ones; a repair must exist.

    Carries what is missing along the paths that use fewest edges not used before.
    """
    base = problem.base
    values = {e: base[e] for e in range(len(base)) if not problem.locked >> e & 1}
    used, need = set(chosen), list(problem.needs)
    while any(need):
        path = _cheapest(problem, values, need, used)
        _shift(problem, values, need, path)
        used.update(path[1::2])
    return changed_only(problem, values)


def changed_only(problem: Problem, values: Values) -> Values:
    """Without the cells that keep their figure, unless they hold none."""
    return {e: v for e, v in values.items() if v != problem.base[e] or problem.forced >> e & 1}


def _cheapest(problem: Problem, values: Values, need: list[int], used: set[int]) -> list[int]:
    """A path from a node with too much to one that lacks, over the fewest edges not used yet."""
    net = problem.network
    came: dict[int, int] = {}
    queue = deque((n, -1) for n, missing in enumerate(need) if missing < 0)
    while queue:
        node, by = queue.popleft()
        if node in came:
            continue
        came[node] = by
        if need[node] > 0:
            return _back(problem, came, node)
        for edge, value in values.items():
            tail, head = net.tail[edge], net.head[edge]
            step = head if tail == node else tail if head == node and value > 0 else node
            if step not in came:
                (queue.appendleft if edge in used else queue.append)((step, edge))
    raise ValueError("no repair exists")


def _path(problem: Problem, values: Values, need: list[int]) -> tuple[list[int] | None, list[int]]:
    """Edges from a node with too much to one that lacks, shortest first; else None and all nodes reached."""
    net = problem.network
    came: dict[int, int] = {n: -1 for n, missing in enumerate(need) if missing < 0}
    queue = list(came)
    for node in queue:
        if need[node] > 0:
            return _back(problem, came, node), queue
        for edge, value in values.items():
            tail, head = net.tail[edge], net.head[edge]
            step = head if tail == node else tail if head == node and value > 0 else node
            if step not in came:
                came[step] = edge
                queue.append(step)
    return None, queue


def _back(problem: Problem, came: dict[int, int], node: int) -> list[int]:
    net, path = problem.network, [node]
    while (edge := came[path[-1]]) >= 0:
        path += [edge, net.tail[edge] if net.head[edge] == path[-1] else net.head[edge]]
    return path[::-1]


def _shift(problem: Problem, values: Values, need: list[int], path: list[int]) -> None:
    """Carry as much as both ends and the edges passed backwards allow; path is node, edge, node, …"""
    net = problem.network
    steps = [(edge, net.head[edge] == path[2 * i + 2]) for i, edge in enumerate(path[1::2])]
    amount = min([-need[path[0]], need[path[-1]], *(values[e] for e, forward in steps if not forward)])
    for edge, forward in steps:
        values[edge] += amount if forward else -amount
    need[path[0]] += amount
    need[path[-1]] -= amount


def _crossing(problem: Problem, inside: Iterable[int]) -> int:
    net, plus, minus = problem.network, 0, 0
    for node in inside:
        plus |= net.plus[node]
        minus |= net.minus[node]
    return (minus & ~plus) | (plus & ~minus & problem.positive)
