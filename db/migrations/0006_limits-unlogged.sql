-- Counted at every request that comes with a token: without a log of its changes nobody waits for a disk. A crash of the
-- database forgets the counts of the last minutes, which is no harm.
ALTER TABLE "rate" SET UNLOGGED;
