package org.spillway.dns.dnssec;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;

/** A number as a private key on a curve. */
final class PrivateNumber {
  private PrivateNumber() {}

  static PrivateKey key(BigInteger number, String curve) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    var spec = parameters.getParameterSpec(ECParameterSpec.class);
    if (number.signum() == 0 || number.compareTo(spec.getOrder()) >= 0) {
      throw new InvalidKeyException("the private key is not a number of the curve");
    }
    return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, spec));
  }
}
