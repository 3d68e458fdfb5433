import type { TaskArgs } from "../../components/internal/task";

/** The backend of the scholarship system as a task, sound in every respect. */
export const taskArgs: TaskArgs = {
  namePrefix: "scholarship-production",
  taskName: "backend",
  accountId: "123456789012",
  region: "eu-central-1",
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backend:1.0.0",
  port: 8000,
  user: "1001:1001",
  cpu: { limitVcpu: 2, reservationVcpu: 1 },
  memoryMib: { limit: 2048, reservation: 1024 },
  writablePaths: ["/var/cache", "/tmp"],
  healthCheck: {
    command: ["CMD", "curl", "-f", "http://localhost:8000/health"],
    intervalSeconds: 30,
    timeoutSeconds: 10,
    startPeriodSeconds: 40,
    retries: 3,
  },
  environment: { PYTHON_ENV: "production", DEBUG: "false" },
  secrets: {
    SECRET_KEY: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:application-key-AbCdEf",
    DATABASE_URL: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-application-AbCdEf:urlAsync::",
  },
  secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  logRetentionDays: 90,
};

/** Where a task runs, for the components that run one. */
export const placement = {
  clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/scholarship-production",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-backend"],
};

export const topicArn = "arn:aws:sns:eu-central-1:123456789012:operations";

export const runbookBaseUrl = "https://runbooks.example.org";
