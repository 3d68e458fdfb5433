import * as pulumi from "@pulumi/pulumi";

/** A component that stands for whichever one calls a function of components/internal that makes resources. */
export function parentComponent(): pulumi.ComponentResource {
  return new pulumi.ComponentResource("test:parent:Parent", "parent");
}
