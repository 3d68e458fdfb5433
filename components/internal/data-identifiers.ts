/**
 * What CloudWatch Logs can find in a log line by itself.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html, read in November 2026
 */
const EVERYWHERE: readonly string[] = [
  "Address", "AwsSecretKey", "CreditCardExpiration", "CreditCardNumber", "CreditCardSecurityCode", "EmailAddress",
  "IpAddress", "LatLong", "Name", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey",
  "VehicleIdentificationNumber",
];

/** What looks different in each country: identifier -> the countries whose form is known. */
const BY_COUNTRY: Readonly<Record<string, string>> = {
  BankAccountNumber: "DE ES FR GB IT US",
  CepCode: "BR",
  Cnpj: "BR",
  CpfCode: "BR",
  DriversLicense: "AT AU BE BG CA CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK US",
  DrugEnforcementAgencyNumber: "US",
  ElectoralRollNumber: "GB",
  HealthInsuranceCardNumber: "EU",
  HealthInsuranceClaimNumber: "US",
  HealthInsuranceNumber: "FR",
  HealthcareProcedureCode: "US",
  IndividualTaxIdentificationNumber: "US",
  InseeCode: "FR",
  MedicareBeneficiaryNumber: "US",
  NationalDrugCode: "US",
  NationalIdentificationNumber: "DE ES IT",
  NationalInsuranceNumber: "GB",
  NationalProviderId: "US",
  NhsNumber: "GB",
  NieNumber: "ES",
  NifNumber: "ES",
  PassportNumber: "CA DE ES FR GB IT US",
  PermanentResidenceNumber: "CA",
  PersonalHealthNumber: "CA",
  PhoneNumber: "BR DE ES FR GB IT US",
  PostalCode: "CA",
  RgNumber: "BR",
  SocialInsuranceNumber: "CA",
  Ssn: "ES US",
  TaxId: "DE ES FR GB",
  ZipCode: "US",
};

/** What CloudWatch Logs would want instead of an identifier, phrased to follow "expected". */
export function dataIdentifierExpectation(identifier: string): string | undefined {
  if (EVERYWHERE.includes(identifier)) return undefined;
  const [kind = "", country] = identifier.split("-");
  const countries = BY_COUNTRY[kind]?.split(" ");
  if (countries === undefined) {
    return `an identifier of CloudWatch Logs, ${EVERYWHERE.join(", ")}, or one with a country, such as PhoneNumber-DE, not "${identifier}"`;
  }
  if (country !== undefined && countries.includes(country)) return undefined;
  return `${kind} with a country that it is known for: ${countries.map((each) => `${kind}-${each}`).join(", ")}`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html */
export const CUSTOM_IDENTIFIERS = { max: 10, name: /^[A-Za-z0-9_-]{1,128}$/, regexLength: 200 } as const;

export interface DataProtection {
  /** Identifiers of CloudWatch Logs, `EmailAddress`, `PhoneNumber-DE`. */
  readonly identifiers: readonly string[];
  /** Name -> regular expression of what CloudWatch Logs has no identifier for. */
  readonly customIdentifiers: Readonly<Record<string, string>>;
}

/**
 * The policy that masks what it finds. CloudWatch Logs takes it only with two statements that name the very same
 * identifiers: one that counts and one that masks.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html
 */
export function dataProtectionPolicy(name: string, { identifiers, customIdentifiers }: DataProtection): string {
  const custom = Object.entries(customIdentifiers)
    .map(([Name, Regex]) => ({ Name, Regex }))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
  const DataIdentifier = [
    ...[...new Set(identifiers)].sort().map((identifier) => `arn:aws:dataprotection::aws:data-identifier/${identifier}`),
    ...custom.map(({ Name }) => Name),
  ];
  return JSON.stringify({
    Name: name,
    Description: "Masks personal data in what is read, searched and passed on",
    Version: "2021-06-01",
    ...(custom.length === 0 ? {} : { Configuration: { CustomDataIdentifier: custom } }),
    Statement: [
      // No destination: the metric LogEventsWithFindings of AWS/Logs counts without one, and a copy would be one more place.
      { Sid: "count", DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: "mask", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  });
}
