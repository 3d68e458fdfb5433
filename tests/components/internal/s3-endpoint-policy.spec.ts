import { strict as assert } from "node:assert";
import { s3EndpointPolicy } from "../../../components/internal/s3-endpoint-policy";
import { valueOf } from "../../helpers/outputs";

describe("s3EndpointPolicy", () => {
  it("lets through buckets of the account and the layers of images, and nothing else", async () => {
    assert.deepEqual(JSON.parse(await valueOf(s3EndpointPolicy("123456789012", "eu-central-1"))).Statement, [
      {
        Sid: "BucketsOfThisAccount",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["s3:*"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:ResourceAccount": ["123456789012"] } },
      },
      {
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"],
      },
    ]);
  });
});
