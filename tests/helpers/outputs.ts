import type * as pulumi from "@pulumi/pulumi";

/** The value of an output that is known. */
export function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
