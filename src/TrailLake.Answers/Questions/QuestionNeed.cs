namespace TrailLake.Answers.Questions;

/// <summary>Events without which a question has no answer, so that nothing found is told from nothing recorded.</summary>
/// <param name="What">What they are, for a person.</param>
/// <param name="Condition">SQL condition over <c>events</c> that is true for one of them.</param>
sealed record QuestionNeed(string What, string Condition);
