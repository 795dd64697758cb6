"""What did a spoken answer say? Its words and numbers, matched against a rubric's points and red flags."""
