return Compat.CompatSkill.Run(args);
