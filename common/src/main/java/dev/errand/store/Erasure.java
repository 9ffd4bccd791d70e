package dev.errand.store;

/**
 * The end of statements that erase the jobs that they have chosen, and all that is stored of them.
 */
public final class Erasure {

  /** Counts the erased jobs. */
  private static final String OF_OLD =
      """
      gone as (delete from job where id = any (array(select id from old)) returning id
      ), requests as (delete from job_request where job_id = any (array(select id from old))
      ), results as (delete from job_result where job_id = any (array(select id from old))
      ), attempts as (delete from attempt where job_id = any (array(select id from old)))
      select count(*) from gone\
      """;

  private Erasure() {}

  /** Completes a statement whose common table {@code old} has the ids of locked jobs. */
  public static String in(String sql) {
    return sql.replace("<erase old>", OF_OLD);
  }
}
