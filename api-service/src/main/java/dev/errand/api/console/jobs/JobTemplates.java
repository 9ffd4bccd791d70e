package dev.errand.api.console.jobs;

import dev.errand.api.console.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of jobs. */
@CheckedTemplate(basePath = "console")
final class JobTemplates {

  private JobTemplates() {}

  static native TemplateInstance jobs(Shell shell, JobsModel model);

  static native TemplateInstance job(Shell shell, JobModel model);
}
