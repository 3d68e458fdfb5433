/**
 * The first-boot script of a NAT instance: Amazon Linux forwards packets of the VPC and puts its own address on those that
 * leave it. It repeats the installation because the instance boots before its public address is attached.
 * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 */
export function natUserData(vpcCidr: string): string {
  return `#!/bin/bash
set -euo pipefail
until dnf install -y nftables; do sleep 5; done
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf
sysctl -p /etc/sysctl.d/90-nat.conf
cat > /etc/sysconfig/nftables.conf <<'RULES'
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr ${vpcCidr} ip daddr != ${vpcCidr} masquerade
  }
}
RULES
systemctl enable --now nftables
`;
}
