package dev.errand.api.problem;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** A {@link Problem} as a page of the console. */
final class ProblemPage {

  /** The media type of pages. */
  static final String MEDIA_TYPE = "text/html; charset=utf-8";

  private ProblemPage() {}

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance problem(String title, String detail, String instance);
  }

  static String of(Problem problem) {
    String instance = problem.instance() == null ? "" : problem.instance();
    return Templates.problem(problem.title(), problem.detail(), instance).render();
  }
}
