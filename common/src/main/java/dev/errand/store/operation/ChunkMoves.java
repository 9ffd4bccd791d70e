package dev.errand.store.operation;

import dev.errand.store.ClientMoves;

/** Moves that read more of their operation than its jobs: from the CTE {@code op}. */
final class ChunkMoves {

  /** Each deletion is audited, with the operation. */
  static final String DELETE =
      """
      author as materialized (
        select tenant, who, origin, jsonb_build_object('operation', id::text) as details from op
      ),
      """
          + ClientMoves.DELETE;

  static final String REPRIORITISE =
      """
      moved as (
        update job set priority = (select priority from op)
        where id = any (array(select id from target))
        returning id, lane
      )\
      """;

  private ChunkMoves() {}
}
