-- A job's row is written three times in its life. The default, a fifth of the table, would let the
-- claim's index grow by hundreds of thousands of dead entries while a million jobs are queued.
alter table job set (
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_threshold = 5000,
  autovacuum_analyze_scale_factor = 0.05,
  -- No pauses: a vacuum that falls behind costs more than one that is quick.
  autovacuum_vacuum_cost_delay = 0
);
