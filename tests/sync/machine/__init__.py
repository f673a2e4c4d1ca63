"""A machine that plays stations: real PCs and the real server, every fault of the link between.

A sequence is drawn from a seed: clerks act through the real services on real SQLCipher databases
(several PCs of one station, one of them holding a second station too, whose own PC plays along);
PCs exchange with the server's real calls on a real PostgreSQL; messages are lost, heard and not
answered, doubled, delayed past others, cut anywhere, answered with an old answer or with noise;
PostgreSQL fails between any two statements; a PC dies at any line of our code; it is copied, put
back, cloned, revoked, let in again; clocks jump; the epoch is bumped; the server is put back to a
copy as long as no PC had heard of what is lost. Then all is healed, and the ten invariants of
`quiet` and `memory` must hold. A failing sequence is cut down to the steps that it needs.

Not played, since the product has no step for it yet: a server put back to a copy older than what
PCs know (it waits to be filled again from them), an empty server, parts of a first sync, bundles,
attachments, a matter that moves to another station. kill -9 and full disks are tested elsewhere,
as are old programs: here kinds and fields of a later one travel through this one.
"""
