/** https://docs.aws.amazon.com/resilience-hub/latest/APIReference/API_CreateResiliencyPolicy.html */
export const RESILIENCE_TIERS = ["MissionCritical", "Critical", "Important", "CoreServices", "NonCritical"] as const;
