import { Vpc } from "@pulumi/aws/ec2/vpc";
const v = new Vpc("a", { cidrBlock: "10.0.0.0/16" });
export const vpcId = v.id;
