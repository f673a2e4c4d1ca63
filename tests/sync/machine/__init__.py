"""A machine that plays stations: real PCs and the real server, every fault of the link between.

A sequence is drawn from a seed: clerks act through the real services on real SQLCipher databases
(several PCs of one station, one of them holding a second station too, whose own PC plays along);
PCs exchange with the server's real calls on a real PostgreSQL; messages are lost, heard and not
answered, doubled, delayed past others, cut anywhere, answered with an old answer or with noise;
PostgreSQL fails between any two statements; a PC dies at any line of our code; it is copied, put
back, cloned, revoked, let in again; clocks jump; the epoch is bumped; the server is put back to
any copy, or loses all but its key, and is filled again from the PCs; what is new comes in pages,
in parts, and is shown at once or at the end. Then all is healed, and the ten invariants of `quiet`
and `memory` must hold. A failing sequence is cut down to the steps that it needs.

Not played: bundles, attachments, areas, a matter that moves to another station. kill -9 and full
disks are tested elsewhere, as are old programs: here kinds and fields of a later one travel
through this one.
"""
