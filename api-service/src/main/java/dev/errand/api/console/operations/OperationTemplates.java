package dev.errand.api.console.operations;

import dev.errand.api.console.page.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates of operations. */
@CheckedTemplate(basePath = "console")
final class OperationTemplates {

  private OperationTemplates() {}

  static native TemplateInstance operations(Shell shell, List<OperationRow> rows, String older);

  static native TemplateInstance operation(Shell shell, OperationRow operation);

  static native TemplateInstance newOperation(Shell shell, PlannedOperation plan);

  static native TemplateInstance marked(Shell shell, MarkedJobs.Result result);
}
